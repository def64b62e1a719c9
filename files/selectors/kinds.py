"""What a file is, by its first bytes; and what it may be called."""

import re
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings

from files.errors import FileBroken, TooHeavy, TooLarge, TypeRefused
from files.models import File
from kit.pixels import are_too_many, claimed
from kit.text import tidy

HEAD = 64  # bytes that are enough to know
TAIL = 1024
NAME_LENGTH = 150
Kind = File.Kind


class Type(NamedTuple):
    """One type we take."""

    kind: str
    media_type: str
    suffix: str


JPEG = Type(Kind.IMAGE, "image/jpeg", "jpg")
PNG = Type(Kind.IMAGE, "image/png", "png")
GIF = Type(Kind.IMAGE, "image/gif", "gif")
WEBP = Type(Kind.IMAGE, "image/webp", "webp")
AVIF = Type(Kind.IMAGE, "image/avif", "avif")
HEIC = Type(Kind.IMAGE, "image/heic", "heic")
MP4 = Type(Kind.VIDEO, "video/mp4", "mp4")
MOV = Type(Kind.VIDEO, "video/quicktime", "mov")
WEBM = Type(Kind.VIDEO, "video/webm", "webm")
PDF = Type(Kind.PDF, "application/pdf", "pdf")
STARTS = [
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
]
# Brands of ISO files that we can open.
BRANDS = {b"avif": AVIF, b"avis": AVIF, b"qt  ": MOV}
BRANDS |= {b"heic": HEIC, b"heix": HEIC, b"heim": HEIC, b"heis": HEIC}
ANY_PICTURE = b"mif1"  # says what it is among the brands that follow
MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp4", b"avc1", b"M4V ", b"3gp", b"dash")
SUFFIXES = {
    "jpg",
    "jpeg",
    "png",
    "gif",
    "webp",
    "avif",
    "heic",
    "heif",
    "mp4",
    "m4v",
    "mov",
    "webm",
    "3gp",
    "pdf",
}
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
LARGEST: int = max(settings.FILE_LIMITS.values())


def type_of(file: IO[bytes]) -> Type:
    """By the first bytes alone: neither the name nor what a sender says. Raises TypeRefused, TooHeavy.

    `file` may be the beginning of one, of HEAD bytes at least. JPEG, HEIC and AVIF say further in how large
    they are, so only the whole of those is surely judged.
    """
    file.seek(0)
    head = file.read(HEAD)
    if (sides := claimed(file)) and are_too_many(*sides):
        raise TooHeavy
    for start, found in STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head:
        return WEBM
    if head[4:8] == b"ftyp" and (iso := _iso(head[8:12], head[16:])):
        return iso
    raise TypeRefused


def _iso(brand: bytes, others: bytes) -> Type | None:
    if brand.startswith(MP4_BRANDS):
        return MP4
    if brand == ANY_PICTURE:
        return next((found for name, found in BRANDS.items() if name in others), None)
    return BRANDS.get(brand)


def limit_of(found: Type) -> int:
    """How many bytes a file of this type may have."""
    return int(settings.FILE_LIMITS[found.kind])


def ensure_fits(found: Type, size: int) -> None:
    """Raises TooLarge."""
    if size > limit_of(found):
        raise TooLarge(limit=limit_of(found))


def look_at(path: Path) -> Type:
    """A whole file on this machine. Raises TypeRefused, TooHeavy, TooLarge, FileBroken."""
    size = path.stat().st_size
    with path.open("rb") as file:
        found = type_of(file)
        ensure_fits(found, size)
        file.seek(max(0, size - TAIL))
        if found is PDF and b"%%EOF" not in file.read():
            raise FileBroken
    return found


def ensure_suffix(name: str) -> None:
    """A name may end in a type we take, or in none. Raises TypeRefused."""
    suffix = clean_name(name).rpartition(".")[2].lower() if "." in name else ""
    if suffix and suffix not in SUFFIXES:
        raise TypeRefused


def clean_name(name: str, found: Type | None = None) -> str:
    """One line without control or direction marks, slashes or quotes; with the suffix of what it is."""
    last = re.split(r"[\\/]", tidy(name))[-1]
    last = _FORBIDDEN.sub("_", last).strip(" .")
    stem, dot, suffix = last.rpartition(".")
    if found is None:
        return last[-NAME_LENGTH:]
    if not (dot and suffix.lower() in SUFFIXES):
        stem = last
    return f"{stem.strip(' .')[: NAME_LENGTH - 5] or 'fichier'}.{found.suffix}"
