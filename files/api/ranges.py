"""Parts of a file (RFC 9110, 14): one range at a time, as players of videos ask."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kit.paging import natural
from kit.rows import let_go

PIECE = 256 * 1024
MOST = 4 * 1024 * 1024  # of a range without an end
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


def part_of(header: str, size: int, *, most: int | None = None) -> Part | None:
    """The part that a Range header asks for; None for the whole: no header, several ranges or none we know.

    A range without an end is answered with its first `most` bytes: a player that looks at the beginning asks
    for all of it, and comes back for what it plays. Raises Unsatisfiable.
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
    if last is None:
        last = size - 1 if most is None else first + most - 1
    return Part(first, min(last, size - 1))


def pieces_of(file: Any, part: Part) -> Iterator[bytes]:
    """The bytes of a part, a piece at a time; closes the file.

    A slow reader holds a thread meanwhile, but none of the connections to the database.
    """
    let_go()
    with file:
        file.seek(part.first)
        left = part.length
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
