"""Fields that are unreadable without a key (settings.FIELD_KEYS: the first one writes, all of them read)."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def encrypt(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises cryptography.fernet.InvalidToken when no key fits."""
    return _box().decrypt(token.encode()).decode()


def rotate(token: str) -> str:
    """The same text under the first key."""
    return _box().rotate(token.encode()).decode()
