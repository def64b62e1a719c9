"""A way to the tests' database that can be taken away and given back, as a cable is."""

import contextlib
import socket
import threading
from pathlib import Path

from django.db import connection


class Way:
    """A Unix socket in `folder` behind which stands the database; one thread for each direction."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / ".s.PGSQL.5432"
        self.behind = Path(connection.settings_dict["HOST"]) / ".s.PGSQL.5432"
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.open()

    @property
    def url(self) -> str:
        names = connection.settings_dict
        return f"postgresql://{names['USER']}@/{names['NAME']}?host={self.place.parent}"

    def open(self) -> None:
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self.place))
        self._door.listen(128)
        threading.Thread(target=self._serve, args=[self._door], daemon=True).start()

    def shut(self) -> None:
        """Nobody gets in any more, and whoever is inside is cut off."""
        self.place.unlink()
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for one in [end for pair in self._pairs for end in pair]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def _serve(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _who = door.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(str(self.behind))
                self._pairs.append((here, there))
                for ends in ((here, there), (there, here)):
                    threading.Thread(target=_carry, args=ends, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
