"""Looking for viruses: ClamAV's daemon over its own protocol (INSTREAM), by TCP or by a socket file."""

import socket
import struct
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from files.errors import NoVerdict, ScannerDown

PIECE = 64 * 1024
PATIENCE_S = 60.0
ANSWER = 4096
CLEAN, FOUND = b"stream: OK", b" FOUND"


class Scanner(Protocol):
    """Whoever can say whether a file is clean."""

    def scan(self, path: Path) -> str:
        """The name of what was found, "" for nothing. Raises NoVerdict (not a good one), ScannerDown."""


class Clamd:
    """tcp://host:3310, or unix:///run/clamav/clamd.ctl. Its StreamMaxLength must be 100M at least."""

    def __init__(self, url: str) -> None:
        self.place = urlsplit(url)

    def scan(self, path: Path) -> str:
        try:
            with self._line() as line, path.open("rb") as file:
                line.sendall(b"zINSTREAM\0")
                while piece := file.read(PIECE):
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                line.sendall(struct.pack(">I", 0))
                return _verdict(_answer(line))
        except OSError as error:
            raise ScannerDown(type(error).__name__) from error

    def _line(self) -> socket.socket:
        if self.place.scheme == "unix":
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(PATIENCE_S)
            line.connect(self.place.path)
            return line
        return socket.create_connection((self.place.hostname or "", self.place.port or 3310), PATIENCE_S)


def _answer(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < ANSWER and (piece := line.recv(ANSWER)):
        said += piece
    return said.rstrip(b"\0\n")


def _verdict(said: bytes) -> str:
    """Raises NoVerdict for anything but a clear word, such as a file that was too long for it; ScannerDown
    when there was no word at all.
    """
    if not said:
        raise ScannerDown("no answer")
    if said == CLEAN:
        return ""
    if said.endswith(FOUND):
        return said.removeprefix(b"stream: ").removesuffix(FOUND).decode(errors="replace")[:100]
    raise NoVerdict(said[:100].decode(errors="replace"))


def scanner() -> Scanner | None:
    """The one of the settings; None where nobody scans, which the files then say."""
    return Clamd(settings.CLAMD_URL) if settings.CLAMD_URL else None
