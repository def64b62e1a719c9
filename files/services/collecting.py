"""What goes by itself: uploads that ended nowhere, files that belong to nothing, bytes without a file.

Rows go first and bytes after the commit: whoever is killed in between leaves bytes that the next sweep finds.
"""

import logging
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from events.services import emit
from files.errors import UploadBusy, UploadGone
from files.facts import FileRefused
from files.models import Access, Blob, File, Upload, Variant
from files.services.removing import let_go
from files.services.uploads import end_upload, finish_late, part_of
from kit import depot

LOOSE_KEPT = timedelta(hours=24)
REFUSED_KEPT = timedelta(hours=24)
MARKS_KEPT = timedelta(days=30)
LOOKS_KEPT = timedelta(days=365)
UNUSED_KEPT = timedelta(hours=24)  # a backup copies the rows first, and then the bytes they speak of
GRACE = timedelta(hours=1)  # what has just been stored gets its row in a moment
BATCH = 500
FEW = 5
State = File.State
One = TypeVar("One")
log = logging.getLogger(__name__)


def collect() -> dict[str, int]:
    """The quick part: one batch of each; how many of what."""
    return {
        "uploads": end_old_uploads(),
        "files": let_loose_ones_go(),
        "twins": join_twins(),
        "bytes": drop_unused_bytes(),
        "marks": forget_old_marks(),
    }


def collect_all(*, grace: timedelta = GRACE, force: bool = False) -> dict[str, int]:
    """The quick part, then the whole storage against the rows: it is listed once, for both ways.

    When most rows have no bytes, or most bytes no row, this is the wrong storage or the wrong database:
    nothing is done but to log it. With `force` bytes are dropped all the same.
    """
    done = collect()
    found = _listed(timezone.now() - grace)
    gone, orphans = mark_gone_bytes(found.names), drop_orphans(found, force=force)
    return {**done, "gone": gone, "orphans": orphans + _drop_parts(timezone.now() - grace)}


def end_old_uploads(*, limit: int = BATCH) -> int:
    """Finish those whose last word was lost, end those whose time is up; return how many."""
    whole = Q(way=Upload.Way.TUS, offset=F("length"))
    rows = Upload.objects.filter(whole | Q(expires_at__lte=timezone.now())).select_related("file")
    return sum(_end(upload) for upload in rows.order_by("expires_at")[:limit])


def _end(upload: Upload) -> bool:
    """One of them, each for itself: what goes wrong with it does not hold up the others."""
    try:
        if upload.way == Upload.Way.TUS and upload.offset == upload.length:
            finish_late(upload=upload)
        else:
            end_upload(upload=upload)
        if upload.way == Upload.Way.DIRECT:
            depot.drop(depot.incoming(upload.pk))
    except UploadBusy:
        return False
    except UploadGone:
        end_upload(upload=upload)
    except Exception:
        log.exception("upload %s could not be ended", upload.pk)
        return False
    return True


@transaction.atomic
def let_loose_ones_go(*, limit: int = BATCH) -> int:
    """Files that belong to nothing for a day, and the bytes of refused ones; return how many."""
    now = timezone.now()
    rows = File.objects.select_for_update(of=("self",), skip_locked=True)
    loose = rows.filter(attached_to="", loose_since__lt=now - LOOSE_KEPT)
    loose = loose.exclude(state__in=[State.REMOVED, State.UPLOADING])
    n_gone = 0
    for file in loose.order_by("loose_since")[:limit]:
        let_go(file)
        n_gone += 1
    refused = File.objects.filter(state=State.REFUSED, ended_at__lt=now - REFUSED_KEPT)
    return n_gone + refused.exclude(blob=None).update(blob=None)


@transaction.atomic
def join_twins(*, limit: int = BATCH) -> int:
    """Files with the same bytes come to stand on the oldest of them; return how many moved.

    Only when all are ready, and long after they were answered for: nobody can tell it from outside.
    """
    older = Blob.objects.filter(sha256=OuterRef("sha256"), media_type=OuterRef("media_type"))
    older = older.filter(id__lt=OuterRef("id"), files__state=State.READY)
    twins = Blob.objects.filter(Exists(older), made_at__lt=timezone.now() - GRACE)
    n_moved = 0
    for blob in twins.order_by("id")[:limit]:
        rows = File.objects.filter(blob=blob)
        if rows.exclude(state=State.READY).exists():
            continue
        same = Blob.objects.filter(sha256=blob.sha256, media_type=blob.media_type, files__state=State.READY)
        first = same.order_by("id").first()
        if first is not None and first != blob:
            n_moved += rows.update(blob=first)
    return n_moved


def drop_unused_bytes(*, limit: int = BATCH) -> int:
    """Bytes on which no file has stood for a day, and what was made of them; return how many blobs."""
    now = timezone.now()
    unused = Blob.objects.filter(~Exists(File.objects.filter(blob=OuterRef("pk"))))
    unused.filter(unused_since=None).update(unused_since=now)
    with transaction.atomic():
        unused = unused.filter(unused_since__lte=now - UNUSED_KEPT)
        ids = list(unused.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        places = list(Variant.objects.filter(blob__in=ids).values_list("place", flat=True))
        places += Blob.objects.filter(pk__in=ids).values_list("place", flat=True)
        Blob.objects.filter(pk__in=ids).delete()
    for place in places:
        depot.drop(place)
    return len(ids)


@transaction.atomic
def forget_old_marks(*, limit: int = BATCH) -> int:
    """Who looked, after a year; rows of removed files that belonged to nothing, after a month."""
    now = timezone.now()
    looks = Access.objects.filter(at__lt=now - LOOKS_KEPT).values_list("pk", flat=True)[:limit]
    n_looks = Access.objects.filter(pk__in=list(looks)).delete()[0]
    marks = File.objects.filter(state=State.REMOVED, attached_to="", ended_at__lt=now - MARKS_KEPT)
    return n_looks + File.objects.filter(pk__in=list(marks.values_list("pk", flat=True)[:limit])).delete()[0]


@dataclass
class Listed:
    """What lies in the storage: every name, and those without a row that are old enough to go."""

    names: set[str] = field(default_factory=set)
    orphans: list[str] = field(default_factory=list)


def _listed(before: datetime) -> Listed:
    found = Listed()
    for some in _batches(depot.everything()):
        found.names.update(place for place, _at in some)
        old = {place for place, at in some if at < before}
        found.orphans += old - _known(list(old))
    return found


def drop_orphans(found: Listed, *, force: bool = False) -> int:
    """Bytes in the storage without a row; return how many. Most of everything only with `force`: an empty
    database, or another one, looks like that.
    """
    n_orphans, n_all = len(found.orphans), len(found.names)
    if not force and _is_most(n_orphans, n_all, is_certain=not Blob.objects.exists()):
        log.error("%d of %d stored files have no row: is it the right database?", n_orphans, n_all)
        return 0
    for place in found.orphans:
        depot.drop(place)
    return n_orphans


def _is_most(n_some: int, n_all: int, *, is_certain: bool = False) -> bool:
    """More than half, which a few may be by chance."""
    return n_some * 2 > n_all and (is_certain or n_some > FEW)


def _known(places: list[str]) -> set[str]:
    blobs = Blob.objects.filter(place__in=places).values_list("place", flat=True)
    variants = Variant.objects.filter(place__in=places).values_list("place", flat=True)
    direct = Upload.objects.filter(way=Upload.Way.DIRECT).values_list("pk", flat=True)
    return {*blobs, *variants, *(depot.incoming(pk) for pk in direct)}


def _drop_parts(before: datetime) -> int:
    wanted = {part_of(upload) for upload in Upload.objects.filter(way=Upload.Way.TUS)}
    n_dropped = 0
    for path in depot.parts().iterdir():
        if path not in wanted and _age_of(path) < before:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            n_dropped += 1
    return n_dropped


def _age_of(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


def mark_gone_bytes(names: set[str]) -> int:
    """Files whose bytes are not among the names are refused; of those that lack only what we made of them, it
    is made again. Return how many. When half of everything is missing, nothing is marked: a folder that is
    not mounted looks like that.
    """
    gone, torn, n_blobs = [], [], 0
    for blob in Blob.objects.prefetch_related("variants").iterator(chunk_size=BATCH):
        n_blobs += 1
        if blob.place not in names:
            gone.append(blob)
        elif any(variant.place not in names for variant in blob.variants.all()):
            torn.append(blob)
    if _is_most(len(gone), n_blobs):
        log.error("%d of %d files are not in the storage: is it the right one?", len(gone), n_blobs)
        return 0
    n_gone = sum(_mark(blob, State.REFUSED, File.Reason.GONE) for blob in gone if _is_gone(blob.place))
    return n_gone + sum(_mark(blob, State.SCANNING, "") for blob in torn if _is_torn(blob))


def _is_torn(blob: Blob) -> bool:
    return any(_is_gone(variant.place) for variant in blob.variants.all())


def _is_gone(place: str) -> bool:
    """Asked for itself: it may have been stored after the others were listed."""
    return not depot.is_there(place)


@transaction.atomic
def _mark(blob: Blob, state: str, reason: str) -> int:
    n_marked = 0
    for file in File.objects.select_for_update(of=("self",)).filter(blob=blob):
        if not file.can_move(state):
            continue
        file.move(state)
        file.reason, file.attempts, file.next_try_at = reason, 0, timezone.now()
        file.ended_at = timezone.now() if reason else None
        file.save()
        if reason:
            emit(FileRefused(file_id=str(file.pk), attached_to=file.attached_to, reason=reason))
        n_marked += 1
    return n_marked


def _batches(ones: Iterable[One]) -> Iterator[list[One]]:
    rest = iter(ones)
    while some := list(islice(rest, BATCH)):
        yield some
