"""A whole upload: looked at and stored outside of any transaction, then one row."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from files.errors import DayExceeded, QuotaExceeded
from files.models import Blob, File
from files.policies import may_send
from files.selectors import room_of, sent_lately
from files.selectors.kinds import Type, clean_name, ensure_suffix, look_at
from kit import depot
from kit.background import Courier
from kit.errors import ensure

PIECE = 1024 * 1024


@dataclass
class Taken:
    """Bytes that lie in the storage and have no row yet."""

    name: str
    purpose: str
    found: Type
    size: int
    sha256: str
    place: str
    is_kept: bool = False


@contextmanager
def taken_in(*, path: Path, name: str, purpose: str) -> Iterator[Taken]:
    """Look at a local file and store it; what add_file did not keep by the end is removed again.

    Every upload is stored anew, also what is there already: how long it takes tells nobody what others sent.
    Raises TypeRefused, TooHeavy, TooLarge, FileBroken.
    """
    ensure_suffix(name)
    found = look_at(path)
    taken = Taken(
        name=clean_name(name, found),
        purpose=purpose,
        found=found,
        size=path.stat().st_size,
        sha256=_sha256(path),
        place=depot.keep(path, depot.ORIGINALS),
    )
    try:
        yield taken
    finally:
        if not taken.is_kept:
            depot.drop(taken.place)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def add_file(*, taken: Taken, by: Any) -> File:
    """The row of stored bytes; a worker looks into them after commit. Raises as ensure_room, NotAllowed."""
    ensure(may_send(by))
    ensure_room(by=by, size=taken.size)
    file = File(owner=by, purpose=taken.purpose, name=taken.name, size=taken.size)
    arrived(file=file, taken=taken)
    return file


def arrived(*, file: File, taken: Taken) -> None:
    """Tie stored bytes to a file, new or under way, in the caller's transaction."""
    file.blob = Blob.objects.create(
        place=taken.place, sha256=taken.sha256, size=taken.size, media_type=taken.found.media_type
    )
    file.kind, file.media_type, file.name = taken.found.kind, taken.found.media_type, taken.name
    file.loose_since = timezone.now()  # an upload in pieces may have taken most of a day
    file.move(File.State.SCANNING)
    file.save()
    taken.is_kept = True  # if this is rolled back all the same, the sweep finds bytes without a row
    transaction.on_commit(ring, robust=True)


def ensure_room(*, by: Any, size: int) -> None:
    """Take turns with this person's other uploads, and see that there is room.

    Raises QuotaExceeded, DayExceeded.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    used = room_of(by)
    if used + size > settings.FILE_QUOTA:
        raise QuotaExceeded(used=used, limit=settings.FILE_QUOTA)
    if sent_lately(by) + size > settings.FILE_DAILY:
        raise DayExceeded(limit=settings.FILE_DAILY)


def ring() -> None:
    """Ask a worker to look into what arrived; when the broker is down, beat does it."""
    _bell.send(None)


def _ring(_jobs: list[Any]) -> None:
    current_app.send_task("files.tasks.process_files")


_bell = Courier(_ring)
