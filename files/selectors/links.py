"""Short links: of one variant, for one person, for five minutes; of a video to be watched, for an hour."""

from enum import Enum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

KEY = "k"
VIDEO = "mp4"  # the variant that is watched
_NOBODY = UUID(int=0)


class Key(Enum):
    """What a link's key is worth."""

    GOOD = "good"
    OLD = "old"  # made for this person and this variant, too long ago
    FOREIGN = "foreign"


def lasts_s(variant: str) -> int:
    """For how many seconds a link of this variant is good."""
    return int(settings.FILE_LINK_VIDEO_S if variant == VIDEO else settings.FILE_LINK_S)


def link_to(file_id: UUID, variant: str, reader: Any) -> str:
    """The address of a variant for this person, good for lasts_s(variant) seconds."""
    words = _words(file_id, variant, reader)
    key = _signer().sign(words).removeprefix(f"{words}:")
    return f"{plain_link(file_id, variant)}?{KEY}={key}"


def plain_link(file_id: UUID, variant: str) -> str:
    """The address without a key: enough for what anybody may read."""
    return reverse("file", args=[file_id, variant])


def key_of(file_id: UUID, variant: str, reader: Any, key: str) -> Key:
    """Was this key made for this variant and this person, and not long ago?"""
    try:
        _signer().unsign(f"{_words(file_id, variant, reader)}:{key}", max_age=lasts_s(variant))
    except SignatureExpired:
        return Key.OLD
    except BadSignature:
        return Key.FOREIGN
    return Key.GOOD


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="files.link")


def _words(file_id: UUID, variant: str, reader: Any) -> str:
    return f"{file_id.hex}:{variant}:{(reader.pk or _NOBODY).hex}"
