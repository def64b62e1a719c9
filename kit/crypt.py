"""Fields that are unreadable without a key (settings.FIELD_KEYS: the first one writes, all of them read).

What is sealed begins with the id of its key, so that a key can be replaced and its last uses be found:
`manage.py rotate_keys`. An id is eight signs of the key's SHA-256 and gives nothing of the key away.
"""

import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def key_id(key: str) -> str:
    """How a key is called where it was used."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def encrypt(text: str) -> str:
    return seal(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises cryptography.fernet.InvalidToken when no key fits."""
    return unseal(token.encode()).decode()


def seal(data: bytes) -> bytes:
    """Bytes under the first key."""
    key = settings.FIELD_KEYS[0]
    return key_id(key).encode() + b"." + Fernet(key).encrypt(data)


def unseal(token: bytes) -> bytes:
    """Raises InvalidToken when no key fits. What was sealed before keys had ids is tried with each."""
    name, _dot, sealed = token.rpartition(b".")
    for key in settings.FIELD_KEYS:
        if name and key_id(key).encode() != name:
            continue
        try:
            return Fernet(key).decrypt(sealed)
        except InvalidToken:
            continue
    raise InvalidToken


def is_current(token: str | bytes) -> bool:
    """Was it sealed with the key that writes now?"""
    start = token[:9] if isinstance(token, str) else bytes(token[:9]).decode(errors="replace")
    return start == f"{key_id(settings.FIELD_KEYS[0])}."


def rotate(token: str) -> str:
    """The same text under the first key; what lies there already comes back as it is."""
    return token if is_current(token) else encrypt(decrypt(token))
