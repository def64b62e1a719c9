"""What the doors of pretended providers share: bodies in, answers out, no more HTTP than that."""

import json
import logging
import secrets
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from payments.management import paper

log = logging.getLogger(__name__)
Fields = dict[str, str]


class PlainDoor(BaseHTTPRequestHandler):
    """`prefix` is the path under which the front shows it on the site's origin; `limit` the largest body, in
    bytes, that anything of ours sends.
    """

    prefix = ""
    limit = 65_536
    protocol_version = "HTTP/1.1"
    timeout = 30

    def address(self) -> tuple[str, Fields]:
        parts = urlsplit(self.path)
        return parts.path.removeprefix(self.prefix) or "/", dict(parse_qsl(parts.query))

    def body(self) -> bytes | None:
        """None when it is larger than the limit: then the connection ends with the answer."""
        size = self.headers.get("Content-Length", "0")
        if not size.isdecimal() or int(size) > self.limit:
            self.close_connection = True
            return None
        return self.rfile.read(int(size))

    def bears(self, key: str) -> bool:
        """Whether the caller shows the key that only tests and programs of the house know."""
        shown = self.headers.get("Authorization", "").encode()
        return secrets.compare_digest(shown, f"Bearer {key}".encode())

    def spoken(self) -> str:
        """The language of a page that nobody opened in one: the browser's."""
        return paper.spoken(self.headers.get("Accept-Language", ""))

    def html(self, status: int, text: str) -> None:
        self.answer(status, "text/html; charset=utf-8", text.encode())

    def json(self, status: int, body: dict[str, Any], **headers: str) -> None:
        self.answer(status, "application/json", json.dumps(body).encode(), **headers)

    def redirect(self, url: str) -> None:
        self.answer(303, "text/plain", b"", Location=url)

    def answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Type": kind, "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        log.info(*args)
