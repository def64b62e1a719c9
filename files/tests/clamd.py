"""A scanner that speaks clamd's protocol (INSTREAM) and knows one virus."""

import socket
import struct
import threading
from typing import Any

from files.tests.hostile import EICAR


class FakeClamd:
    """Listens on a port of this machine; `said` is the last whole stream it was sent."""

    def __init__(self, limit: int = 10**9) -> None:
        self.limit, self.said = limit, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                line.sendall(self._answer(stream))

    def _answer(self, stream: Any) -> bytes:
        if stream.read(10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        self.said = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            self.said += stream.read(length)
        if len(self.said) > self.limit:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in self.said else b"stream: OK\0"
