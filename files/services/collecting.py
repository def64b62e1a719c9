"""What goes by itself: uploads that ended nowhere, files that belong to nothing, bytes without a file.

Rows go first and bytes after the commit: whoever is killed in between leaves bytes that the next sweep finds.
"""

import logging
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from files.models import Access, Blob, File, Upload, Variant
from files.services.removing import let_go
from files.services.uploads import end_upload, finish_upload, part_of, refuse_upload
from kit import depot
from kit.errors import Refusal

LOOSE_KEPT = timedelta(hours=24)
REFUSED_KEPT = timedelta(hours=24)
MARKS_KEPT = timedelta(days=30)
LOOKS_KEPT = timedelta(days=365)
GRACE = timedelta(hours=1)  # what has just been stored gets its row in a moment
BATCH = 500
FEW = 5
State = File.State
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


def collect_all(*, grace: timedelta = GRACE) -> dict[str, int]:
    """The quick part, then the whole storage against the rows."""
    return {**collect(), "gone": mark_gone_bytes(), "orphans": drop_orphans(grace=grace)}


def end_old_uploads(*, limit: int = BATCH) -> int:
    """Finish those whose last word was lost, end those whose time is up; return how many."""
    uploads = list(Upload.objects.select_related("file").order_by("expires_at")[:limit])
    n_ended = 0
    for upload in uploads:
        if upload.way == Upload.Way.TUS and upload.offset == upload.length:
            _finish(upload)
        elif upload.expires_at <= timezone.now():
            end_upload(upload=upload)
            if upload.way == Upload.Way.DIRECT:
                depot.drop(depot.incoming(upload.pk))
        else:
            continue
        n_ended += 1
    return n_ended


def _finish(upload: Upload) -> None:
    try:
        finish_upload(upload=upload, path=part_of(upload))
    except Refusal as refusal:
        refuse_upload(upload=upload, refusal=refusal)
    except FileNotFoundError:
        end_upload(upload=upload)


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
    """Bytes on which no file stands any more, and what was made of them; return how many blobs."""
    with transaction.atomic():
        unused = Blob.objects.filter(~Exists(File.objects.filter(blob=OuterRef("pk"))))
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


def drop_orphans(*, grace: timedelta = GRACE) -> int:
    """Bytes in the storage without a row, and what dead requests left on this machine; return how many."""
    before = timezone.now() - grace
    old = (place for place, at in depot.everything() if at < before)
    n_dropped = 0
    for some in _batches(old):
        for place in set(some) - _known(some):
            depot.drop(place)
            n_dropped += 1
    return n_dropped + _drop_parts(before)


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


def mark_gone_bytes() -> int:
    """Files whose bytes are no longer in the storage are refused; of those that lack only what we made of
    them, it is made again. Return how many. When half of everything is missing, nothing is marked: a folder
    that is not mounted looks like that.
    """
    gone, torn, n_blobs = [], [], 0
    for blob in Blob.objects.prefetch_related("variants").iterator(chunk_size=BATCH):
        n_blobs += 1
        if not depot.is_there(blob.place):
            gone.append(blob)
        elif any(not depot.is_there(variant.place) for variant in blob.variants.all()):
            torn.append(blob)
    if len(gone) > FEW and len(gone) * 2 > n_blobs:
        log.error("%d of %d files are not in the storage: is it the right one?", len(gone), n_blobs)
        return 0
    n_gone = sum(_mark(blob, State.REFUSED, File.Reason.GONE) for blob in gone)
    return n_gone + sum(_mark(blob, State.SCANNING, "") for blob in torn)


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
        n_marked += 1
    return n_marked


def _batches(places: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(places)
    while some := list(islice(rest, BATCH)):
        yield some
