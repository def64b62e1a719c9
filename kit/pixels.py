"""How many pixels a picture may unpack to. Nothing here needs Django: the workshop reads it too."""

import struct

MAX_PIXELS = 50_000_000
MAX_SIDE = 16_000


def are_too_many(width: int, height: int) -> bool:
    return width * height > MAX_PIXELS or max(width, height) > MAX_SIDE


def claimed(head: bytes) -> tuple[int, int] | None:
    """The sides that the first bytes name, where they stand at a fixed place (PNG, GIF).

    Others say it further in, and only the workshop looks there.
    """
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return _sides(">II", head[16:24])
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return _sides("<HH", head[6:10])
    return None


def _sides(form: str, place: bytes) -> tuple[int, int] | None:
    if len(place) < struct.calcsize(form):
        return None
    width, height = struct.unpack(form, place)
    return width, height
