"""A receiver of webhooks, as somebody else would write it: a program of its own, with nothing but Python.

`python -m webhooks.management.receiver` prints its address, believes what is signed, counts every id, and
answers what it was told to: POST /control {"secrets": [...], "answers": [...]}; GET /control shows the
counts. An answer is a status ("204"), "429:30" (with Retry-After), "302:https://…" (with Location), "slow:2"
(waits, then 204) or "lost" (takes the call and hangs up). The last one stays.
"""

import base64
import hashlib
import hmac
import json
import socketserver
import sys
import threading
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOLERANCE_S = 300
REFUSED = 400
CONTROL = "/control"


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """All that a receiver has to check, in the words of the quickstart."""
    stamp = headers.get("webhook-timestamp", "")
    content = f"{headers.get('webhook-id', '')}.{stamp}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    good = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").split()
    is_fresh = stamp.isdigit() and abs(time.time() - int(stamp)) < TOLERANCE_S
    return is_fresh and any(hmac.compare_digest(good, one) for one in given)


class Receiver(ThreadingHTTPServer):
    """What it believes, says and has seen."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, port: int = 0, *, secrets: Sequence[str] = (), answers: Sequence[str] = ("204",)
    ) -> None:
        self.secrets, self.answers = list(secrets), list(answers)
        self.ids: Counter[str] = Counter()
        self.taken: dict[str, Any] = {}  # the bodies, by id: what a second copy of changes nothing
        self.n_refused = 0
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Door)

    def server_bind(self) -> None:
        """Without asking the DNS for a name of this machine."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def take(self, headers: Mapping[str, str], body: bytes) -> str:
        """Count a call; return what to answer."""
        with self._lock:
            if not any(is_genuine(secret, headers, body) for secret in self.secrets):
                self.n_refused += 1
                return str(REFUSED)
            message_id = headers["webhook-id"]
            self.ids[message_id] += 1
            self.taken.setdefault(message_id, json.loads(body))
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def told(self, orders: Mapping[str, Any]) -> None:
        with self._lock:
            self.secrets = list(orders.get("secrets", self.secrets))
            self.answers = list(orders.get("answers", self.answers))

    def seen(self) -> dict[str, Any]:
        with self._lock:
            return {"ids": dict(self.ids), "taken": dict(self.taken), "n_refused": self.n_refused}


class Door(BaseHTTPRequestHandler):
    """POST takes a call, on any path."""

    protocol_version = "HTTP/1.1"
    server: Receiver

    def do_GET(self) -> None:
        self._answer(200, json.dumps(self.server.seen()).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == CONTROL:
            self.server.told(json.loads(body))
            self._answer(204)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        word, _colon, more = self.server.take(headers, body).partition(":")
        if word == "lost":
            self.close_connection = True
        elif word == "slow":
            time.sleep(float(more))
            self._answer(204)
        else:
            self._answer(int(word), b"the signature does not fit" if word == str(REFUSED) else b"", more)

    def _answer(self, status: int, body: bytes = b"", more: str = "") -> None:
        self.send_response(status)
        if more:
            self.send_header("Location" if more.startswith("http") else "Retry-After", more)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Silent: what came is counted."""


def main() -> None:
    """Run until it is ended; the first line says where it is."""
    parser = ArgumentParser(description="A receiver of webhooks on this machine.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--secret", action="append", default=[])
    parser.add_argument("--answer", action="append", default=[])
    options = parser.parse_args()
    receiver = Receiver(options.port, secrets=options.secret, answers=options.answer or ["204"])
    sys.stdout.write(json.dumps({"url": f"{receiver.url}/hook", "control": receiver.url + CONTROL}) + "\n")
    sys.stdout.flush()
    receiver.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()
