"""May this person have this file, and which of its faces?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from files.models import Access, File
from files.policies import is_public, is_shown_to, may_open_others, owns

ORIGINAL = "original"
DAY = timedelta(days=1)
REASON_LASTS = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Bytes that can be handed out."""

    place: str
    media_type: str
    size: int


def may_read(user: Any, file: File) -> bool:
    """The owner, whom the purpose's app lets, everybody for what is public, staff who said why."""
    return owns(user, file) or is_public(file) or is_shown_to(user, file) or has_said_why(user, file)


def has_said_why(user: Any, file: File) -> bool:
    """Staff with the right, who gave a reason within the hour."""
    if not (user.is_authenticated and may_open_others(user)):
        return False
    said = Access.objects.filter(file=file, reader=user, at__gt=timezone.now() - REASON_LASTS)
    return said.exclude(reason="").exists()


def file_for(user: Any, file_id: UUID) -> File:
    """A file that this person may know of. Raises File.DoesNotExist: others hear that there is none."""
    file = File.objects.select_related("blob").exclude(state=File.State.REMOVED).get(pk=file_id)
    if not may_read(user, file):
        raise File.DoesNotExist
    return file


def offers(file: File, reader: Any) -> list[str]:
    """The names under which this person may have it, nothing while it is not ready.

    What came is handed to its owner, and a PDF to every reader; of pictures and videos others get what we
    drew, which holds neither place nor camera.
    """
    if file.state != File.State.READY or file.blob is None:
        return []
    made = [variant.name for variant in file.blob.variants.all()]
    has_original = file.kind == File.Kind.PDF or owns(reader, file)
    return [*made, ORIGINAL] if has_original else made


def source_of(file: File, variant: str, reader: Any) -> Source | None:
    """Where the bytes of a variant lie; None for what this person is not offered."""
    if variant not in offers(file, reader) or file.blob is None:
        return None
    if variant == ORIGINAL:
        return Source(place=file.blob.place, media_type=file.media_type, size=file.size)
    made = next(one for one in file.blob.variants.all() if one.name == variant)
    return Source(place=made.place, media_type=made.media_type, size=made.size)


def room_of(user: Any) -> int:
    """How many bytes this person's files take, promised ones too."""
    return File.objects.filter(owner=user).counted().aggregate(n=Sum("size"))["n"] or 0


def sent_lately(user: Any) -> int:
    """How many bytes this person sent in the last 24 hours, removed ones too."""
    lately = File.objects.filter(owner=user, made_at__gt=timezone.now() - DAY)
    return lately.aggregate(n=Sum("size"))["n"] or 0
