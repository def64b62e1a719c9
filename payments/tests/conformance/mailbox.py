"""Where the provider's callbacks arrive in these tests: kept byte for byte, to be delivered as the test
wants."""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE_S = 10
RECEIVED = b'{"received": true}'
HOP = {"host", "connection", "content-length", "accept-encoding", "accept", "user-agent"}


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a provider sent: raw body and headers (the content type among them)."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return next((v for k, v in self.headers.items() if k.lower() == "content-type"), "text/plain")

    def changed(self, *, body: bytes | None = None, **headers: str) -> "Message":
        """The same message with another body, or other headers (underscores stand for hyphens)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {k: v for k, v in self.headers.items() if k.lower() not in {n.lower() for n in named}}
        return Message(body=self.body if body is None else body, headers={**kept, **named})


class Mailbox:
    """A web server on a free port that takes everything and forgets nothing until it is emptied."""

    def __init__(self) -> None:
        self._arrived, self._kept = threading.Condition(), list[Message]()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._door())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def empty(self) -> None:
        with self._arrived:
            self._kept.clear()

    def wait(self, n: int = 1, seconds: float = PATIENCE_S) -> list[Message]:
        """All that came, once there are `n` (or as many as came in time)."""
        end = time.monotonic() + seconds
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._kept) >= n, max(end - time.monotonic(), 0))
            return list(self._kept)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, message: Message) -> None:
        """Keep one more."""
        with self._arrived:
            self._kept.append(message)
            self._arrived.notify_all()

    def _door(self) -> type[BaseHTTPRequestHandler]:
        mailbox = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
                mailbox.take(Message(body=body, headers=headers))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(RECEIVED)))
                self.end_headers()
                self.wfile.write(RECEIVED)

            def log_message(self, *args: Any) -> None:
                pass

        return Door
