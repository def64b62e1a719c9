"""Where the bytes of people's files lie: settings.STORAGES["files"], a folder here or a private bucket.

Names are random and are made here; nothing that a person wrote is part of one. Whatever calls this does so
outside of a transaction: the storage may lie elsewhere.
"""

import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages

ALIAS = "files"
ORIGINALS, DERIVED, INCOMING = "o", "d", "incoming"
PLACE = re.compile(r"[od]/[0-9a-f]{2}/[0-9a-f]{40}")
PIECE = 256 * 1024


def new_place(folder: str) -> str:
    """160 random bits, spread over 256 folders."""
    name = secrets.token_hex(20)
    return f"{folder}/{name[:2]}/{name}"


def incoming(file_id: UUID) -> str:
    """Where somebody may put one object by themselves, until it is taken in."""
    return f"{INCOMING}/{file_id.hex}"


def keep(path: Path, folder: str) -> str:
    """Store the bytes of a local file; where they lie."""
    place = new_place(folder)
    with path.open("rb") as file:
        return storages[ALIAS].save(place, File(file))


def bring(place: str, path: Path) -> None:
    """Copy stored bytes into a local file. Raises FileNotFoundError."""
    with storages[ALIAS].open(place) as stored, path.open("wb") as file:
        while piece := stored.read(PIECE):
            file.write(piece)


def look_into(place: str) -> Any:
    """An open file that can seek. Raises FileNotFoundError."""
    return storages[ALIAS].open(place)


def drop(place: str) -> None:
    """Remove stored bytes; nothing happens when they are gone already."""
    storages[ALIAS].delete(place)


def is_there(place: str) -> bool:
    return storages[ALIAS].exists(place)


def size_of(place: str) -> int:
    """Raises FileNotFoundError."""
    return storages[ALIAS].size(place)


def is_bucket() -> bool:
    """Whether the bytes lie in a bucket, which hands them out itself under signed addresses."""
    return bool(settings.FILES_S3["bucket"])


def signed_url(place: str, *, content_type: str, disposition: str, lasts_s: int) -> str:
    """An address in the bucket that anybody may read for a short while, with these headers."""
    wish = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
    bucket: Any = storages[ALIAS]
    return str(bucket.url(place, parameters=wish, expire=lasts_s))


def everything() -> Iterator[tuple[str, datetime]]:
    """Each stored name with when it was stored. A bucket tells a thousand of them in one answer."""
    if not is_bucket():
        yield from _within("")
        return
    storage: Any = storages[ALIAS]
    for one in storage.bucket.objects.all():
        yield one.key, one.last_modified


def _within(folder: str) -> Iterator[tuple[str, datetime]]:
    storage = storages[ALIAS]
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        place = f"{folder}/{name}" if folder else name
        try:
            yield place, storage.get_modified_time(place).astimezone(UTC)
        except FileNotFoundError:  # gone meanwhile
            continue
    for inner in folders:
        yield from _within(f"{folder}/{inner}" if folder else inner)


def parts() -> Path:
    """The folder of uploads under way, on this machine; every web process sees the same."""
    place = Path(settings.FILES_PARTS)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
