"""Short links: of one variant, for one person, for five minutes."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

LINK_S: int = settings.FILE_LINK_S
KEY = "k"
_NOBODY = UUID(int=0)


def link_to(file_id: UUID, variant: str, reader: Any) -> str:
    """The address of a variant for this person, good for LINK_S seconds."""
    words = _words(file_id, variant, reader)
    key = _signer().sign(words).removeprefix(f"{words}:")
    return f"{plain_link(file_id, variant)}?{KEY}={key}"


def plain_link(file_id: UUID, variant: str) -> str:
    """The address without a key: enough for what anybody may read."""
    return reverse("file", args=[file_id, variant])


def is_link_good(file_id: UUID, variant: str, reader: Any, key: str) -> bool:
    """Was this key made for this variant and this person, and not long ago?"""
    try:
        _signer().unsign(f"{_words(file_id, variant, reader)}:{key}", max_age=LINK_S)
    except BadSignature:
        return False
    return True


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="files.link")


def _words(file_id: UUID, variant: str, reader: Any) -> str:
    return f"{file_id.hex}:{variant}:{(reader.pk or _NOBODY).hex}"
