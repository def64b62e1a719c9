"""May this person have this file, and which of its faces?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from files.models import Access, File
from files.policies import is_public, is_shown_to, may_open_others, owns
from files.selectors.links import lasts_s, link_to

ORIGINAL = "original"
BEST = (ORIGINAL, "mp4", "webp-1920", "webp-960", "webp-320")
DAY = timedelta(days=1)
REASON_LASTS = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Bytes that can be handed out. `tag` is of the file, not of its bytes: files of several people may stand
    on the same ones, and nobody hears of it.
    """

    place: str
    media_type: str
    size: int
    tag: str
    is_drawn: bool = True


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
    rows = File.objects.select_related("blob").prefetch_related("blob__variants")
    file = rows.exclude(state=File.State.REMOVED).get(pk=file_id)
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
    return [*made, ORIGINAL] if _is_for_readers(file, ORIGINAL) or owns(reader, file) else made


def best_of(names: Sequence[str]) -> str:
    """The best of what a reader is offered: as it came, else the largest that we drew."""
    return next((one for one in BEST if one in names), names[0])


def best_link(user: Any, file_id: UUID) -> str:
    """A link to the best that this reader may have: a paper as it came, of the rest what we drew. Raises
    File.DoesNotExist for what they may not read, or what is not ready.
    """
    file = file_for(user, file_id)
    names = offers(file, user)
    if not names:
        raise File.DoesNotExist
    return link_to(file.pk, best_of(names), user)


def _is_for_readers(file: File, variant: str) -> bool:
    """Whether everybody who may read the file may have this of it."""
    return variant != ORIGINAL or file.kind == File.Kind.PDF


def is_open(file: File, variant: str) -> bool:
    """Anybody may have this variant: of a public picture what we drew, never the original of its owner."""
    return is_public(file) and _is_for_readers(file, variant)


def was_noted(file: File, variant: str, reader: Any) -> bool:
    """Whether this person's look at it stands in the log already, while a link to it would last."""
    since = timezone.now() - timedelta(seconds=lasts_s(variant))
    return Access.objects.filter(file=file, variant=variant, reader=reader, at__gt=since).exists()


def source_of(file: File, variant: str, reader: Any) -> Source | None:
    """Where the bytes of a variant lie; None for what this person is not offered."""
    if variant not in offers(file, reader) or file.blob is None:
        return None
    tag = f'"{file.pk.hex}-{variant}-{file.ready_at.timestamp() if file.ready_at else 0:.0f}"'
    if variant == ORIGINAL:
        blob = file.blob
        return Source(place=blob.place, media_type=file.media_type, size=file.size, tag=tag, is_drawn=False)
    made = next(one for one in file.blob.variants.all() if one.name == variant)
    return Source(place=made.place, media_type=made.media_type, size=made.size, tag=tag)


def room_of(user: Any) -> int:
    """How many bytes this person's files take, promised ones too."""
    return File.objects.filter(owner=user).counted().aggregate(n=Sum("size"))["n"] or 0


def sent_lately(user: Any) -> int:
    """How many bytes this person sent in the last 24 hours, removed ones too."""
    lately = File.objects.filter(owner=user, made_at__gt=timezone.now() - DAY)
    return lately.aggregate(n=Sum("size"))["n"] or 0
