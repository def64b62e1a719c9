"""How many pixels a picture may unpack to. Nothing here needs Django: the workshop reads it too."""

import os
import struct
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import IO

MAX_PIXELS = 50_000_000
MAX_SIDE = 16_000
STEPS = 10_000  # segments, boxes or stray bytes that are walked over; a real picture has some hundreds
HEAD = 30

Sides = tuple[int, int]
Span = tuple[int, int]


def are_too_many(width: int, height: int) -> bool:
    return width * height > MAX_PIXELS or max(width, height) > MAX_SIDE


def claimed(file: IO[bytes]) -> Sides | None:
    """The sides that a picture says it has, without unpacking it: PNG, GIF, WebP, JPEG, HEIC, AVIF.

    Of several the largest. The beginning of a file does: None while it does not say yet, for what is no
    picture, and after STEPS. Raises nothing, whatever the bytes are; where the file stood is lost.
    """
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"\xff\xd8\xff"):
        return _largest(_of_jpeg(file))
    if head[4:8] == b"ftyp":
        return _largest(_of_iso(file))
    return _at_its_place(head)


def _at_its_place(head: bytes) -> Sides | None:
    """Where the sides always stand in the same bytes."""
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return _sides(">II", head[16:24])
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return _sides("<HH", head[6:10])
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _of_webp(head)
    return None


def _sides(form: str, place: bytes) -> Sides | None:
    if len(place) < struct.calcsize(form):
        return None
    width, height = struct.unpack(form, place)
    return width, height


def _largest(found: Iterable[Sides | None]) -> Sides | None:
    return max((sides for sides in found if sides), key=lambda sides: sides[0] * sides[1], default=None)


def _of_webp(head: bytes) -> Sides | None:
    """RFC 9649: lossy, lossless, or the canvas of what has more than one part."""
    if len(head) < HEAD:
        return None
    if head[12:16] == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if head[12:16] == b"VP8L":
        both = int.from_bytes(head[21:25], "little")
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    return None


FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers SOFn of ITU-T T.81, table B.1
WITHOUT_LENGTH = {0x00, 0x01, 0xC8, *range(0xD0, 0xDA), *range(0xF0, 0xFE)}
SCAN, FILL = 0xDA, 0xFF


def _of_jpeg(file: IO[bytes]) -> Iterator[Sides | None]:
    """Segment after segment until the first scan; readers overlook stray bytes in between, and so do we."""
    file.seek(2)
    before = 0
    for _step in range(STEPS):
        one = file.read(1)
        if not one:
            return
        marker = one[0]
        if before != FILL or marker == FILL or marker in WITHOUT_LENGTH:
            before = marker
            continue
        if marker == SCAN:
            return
        start = file.tell()
        if marker in FRAMES:
            sides = _sides(">HH", file.read(7)[3:])
            yield sides and sides[::-1]
            file.seek(start)
        file.seek(start + max(2, int.from_bytes(file.read(2), "big")))
        before = 0


BOX = 8  # bytes of a length and a name
# Where ISO/IEC 23008-12 (HEIF) keeps the sides of all its parts; bytes before the first box inside.
WAY = [(b"meta", 4), (b"iprp", 0), (b"ipco", 0), (b"ispe", 4)]


def _of_iso(file: IO[bytes]) -> Iterator[Sides | None]:
    """Of the picture, its tiles and its thumbnails; of one in tiles the whole is named as well."""
    steps = repeat(None, STEPS)
    spans = [(0, file.seek(0, os.SEEK_END))]
    for name, skipped in WAY:
        spans = [(begin + skipped, end) for span in spans for begin, end in _boxes(file, span, name, steps)]
    for begin, end in spans:
        file.seek(begin)
        yield _sides(">II", file.read(min(8, max(0, end - begin))))


def _boxes(file: IO[bytes], inside: Span, wanted: bytes, steps: Iterator[None]) -> Iterator[Span]:
    """What is in the boxes of this name, next to each other in a span of the file (ISO/IEC 14496-12, 4.2)."""
    place, end = inside
    while end - place >= BOX and next(steps, 0) is None:
        file.seek(place)
        size, name = struct.unpack(">I4s", file.read(BOX))
        begin = place + BOX
        if size == 1:
            size, begin = int.from_bytes(file.read(8), "big"), begin + 8
        stop = end if size == 0 else min(place + size, end)
        if stop < begin:
            return
        if name == wanted:
            yield begin, stop
        place = stop
