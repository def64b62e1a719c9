"""Uploads in pieces (tus): each piece is added to a file of this machine, under a lock of that file."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from files.errors import ChecksumMismatch, OffsetMismatch, TooLarge, TypeRefused, UploadBusy, UploadGone
from files.models import File, Upload
from files.policies import may_send
from files.selectors.kinds import HEAD, LARGEST, clean_name, ensure_fits, ensure_suffix, type_of
from files.services.receiving import arrived, ensure_room, taken_in
from kit import depot
from kit.errors import Refusal, ensure

LASTS = timedelta(hours=24)


class Checksum(Protocol):
    """What a sender says of a piece: fed as it arrives, then asked."""

    def update(self, piece: bytes, /) -> None: ...

    def fits(self) -> bool: ...


@transaction.atomic
def begin_upload(*, name: str, purpose: str, length: int, way: str, by: Any) -> Upload:
    """Promise room for a file that will come in pieces, or straight to the bucket; for a day.

    Raises NotAllowed, TypeRefused by its name, TooLarge, QuotaExceeded.
    """
    ensure(may_send(by))
    ensure_suffix(name)
    if length > LARGEST:
        raise TooLarge(limit=LARGEST)
    ensure_room(by=by, size=length)
    file = File.objects.create(owner=by, purpose=purpose, name=clean_name(name), size=length)
    return Upload.objects.create(file=file, way=way, length=length, expires_at=timezone.now() + LASTS)


def part_of(upload: Upload) -> Path:
    """Where the pieces lie."""
    return depot.parts() / f"tus-{upload.pk.hex}"


def receive_piece(
    *, upload: Upload, offset: int, pieces: Iterable[bytes], checksum: Checksum | None = None
) -> int:
    """Add a piece; how many bytes there are then. With the last one the file is whole and goes on.

    What had arrived when the sender went away is kept, unless a checksum speaks of the whole piece. Raises
    UploadGone, UploadBusy, OffsetMismatch, TooLarge, ChecksumMismatch, OSError when the disk is full, and as
    taken_in for what is no file of ours.
    """
    with _alone(upload) as file:
        if offset != upload.offset:
            raise OffsetMismatch(offset=upload.offset)
        file.truncate(offset)  # what a request that died had written behind its word
        try:
            end = offset + _written(file, pieces, upload.length - offset, checksum)
        except BaseException:
            file.truncate(offset)  # nothing of it counts, so nothing of it stays
            raise
        if not Upload.objects.filter(pk=upload.pk).update(offset=end):
            raise UploadGone  # given up meanwhile
        upload.offset = end
        with _refusing(upload):
            _judge(upload)
    return end


@contextmanager
def _alone(upload: Upload) -> Iterator[Any]:
    """The part of an upload that is still open, for this request only; what is written goes to its end.

    Raises UploadBusy, UploadGone.
    """
    path = part_of(upload)
    with path.open("ab", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadBusy from error
        try:
            _ensure_open(upload, n_bytes=file.seek(0, os.SEEK_END))
            yield file
        except UploadGone:
            path.unlink(missing_ok=True)
            raise


def _ensure_open(upload: Upload, n_bytes: int) -> None:
    """Not ended, not expired, and what had arrived is still here. Raises UploadGone."""
    try:
        upload.refresh_from_db()
    except Upload.DoesNotExist as error:
        raise UploadGone from error
    if upload.is_over or n_bytes < upload.offset:
        raise UploadGone


def _written(file: Any, pieces: Iterable[bytes], room: int, checksum: Checksum | None) -> int:
    """How many bytes came to lie in the part."""
    n_bytes, body, is_whole = 0, iter(pieces), True
    while True:
        try:
            piece = next(body, b"")
        except OSError:  # the line went dead
            is_whole = False
            break
        if not piece:
            break
        if n_bytes + len(piece) > room:
            raise TooLarge(limit=room)
        if checksum:
            checksum.update(piece)
        n_bytes += _put(file, piece)
    if checksum and not (is_whole and checksum.fits()):
        raise ChecksumMismatch
    return n_bytes


def _put(file: Any, piece: bytes) -> int:
    """All of it: a file without a buffer may take less at a time."""
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]
    return len(piece)


def _judge(upload: Upload) -> None:
    """As soon as there are bytes enough to know; the whole of it at the end."""
    path = part_of(upload)
    if upload.offset == upload.length:
        finish_upload(upload=upload, path=path)
    elif upload.offset >= HEAD:
        with path.open("rb") as file:
            ensure_fits(type_of(file), upload.length)


@contextmanager
def _refusing(upload: Upload) -> Iterator[None]:
    """What turns out to be no file of ours is refused for good, and its bytes go at once."""
    try:
        yield
    except Refusal as refusal:
        refuse_upload(upload=upload, refusal=refusal)
        part_of(upload).unlink(missing_ok=True)
        raise


def finish_late(*, upload: Upload) -> None:
    """All bytes came, and the word of it was lost: the file goes on, or is refused with nobody there to hear
    why. Raises UploadBusy while somebody else has it, UploadGone.
    """
    with _alone(upload), suppress(Refusal), _refusing(upload):
        finish_upload(upload=upload, path=part_of(upload))


def finish_upload(*, upload: Upload, path: Path) -> None:
    """All bytes lie in a local file: they become the file's. Safe to repeat. Raises as taken_in."""
    wish = {"name": upload.file.name, "purpose": upload.file.purpose}
    with taken_in(path=path, **wish) as taken, transaction.atomic():
        file = File.objects.select_for_update(of=("self",)).get(pk=upload.file_id)
        if file.state == File.State.UPLOADING:
            file.size = taken.size
            arrived(file=file, taken=taken)
        Upload.objects.filter(pk=upload.pk).delete()
    part_of(upload).unlink(missing_ok=True)


@transaction.atomic
def refuse_upload(*, upload: Upload, refusal: Refusal) -> None:
    """The owner sees why; the room is free again."""
    file = File.objects.select_for_update(of=("self",)).get(pk=upload.file_id)
    if file.state == File.State.UPLOADING:
        file.move(File.State.REFUSED)
        known = refusal.code in File.Reason.values
        file.reason = refusal.code if known else TypeRefused.code
        _end(file, upload)
    Upload.objects.filter(pk=upload.pk).delete()


def end_upload(*, upload: Upload) -> None:
    """The sender gives up, or time is up: nothing of it stays."""
    with transaction.atomic():
        file = File.objects.select_for_update(of=("self",)).get(pk=upload.file_id)
        if file.state == File.State.UPLOADING:
            file.move(File.State.REMOVED)
            _end(file, upload)
        Upload.objects.filter(pk=upload.pk).delete()
    part_of(upload).unlink(missing_ok=True)


def _end(file: File, upload: Upload) -> None:
    """What was promised here and never came does not count as sent."""
    if upload.way == Upload.Way.TUS:
        file.size = max(1, upload.offset)
    file.ended_at = timezone.now()
    file.save(update_fields=["state", "reason", "size", "ended_at"])
