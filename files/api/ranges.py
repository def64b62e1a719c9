"""Parts of a file (RFC 9110, 14): one range at a time, as players of videos ask."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kit.paging import natural

PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Unsatisfiable(Exception):
    """A range behind the end."""


class Part(NamedTuple):
    """From the first byte to the last one, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def part_of(header: str, size: int) -> Part | None:
    """The part that a Range header asks for; None for the whole: no header, several ranges or none we know.

    Raises Unsatisfiable.
    """
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or not (asked[1] or asked[2]):
        return None
    first, last = natural(asked[1], size), natural(asked[2], size)
    if first is None:
        if not last:
            raise Unsatisfiable
        return Part(max(0, size - last), size - 1)
    if first >= size:
        raise Unsatisfiable
    if last is not None and last < first:
        return None
    return Part(first, size - 1 if last is None else min(last, size - 1))


def pieces_of(file: Any, part: Part) -> Iterator[bytes]:
    """The bytes of a part, a piece at a time; closes the file."""
    with file:
        file.seek(part.first)
        left = part.length
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
