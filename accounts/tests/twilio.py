"""A small Twilio on this machine: it keeps what it was asked, and answers with what a test puts in line."""

import json
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

CODE = "482913"


class Twilio:
    """`asked` are the requests: path and fields. `answers` come first; then it does what Twilio would."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answers: deque[tuple[int, dict]] = deque()
        self.is_approved = False

    def answer(self, path: str, fields: dict[str, str]) -> tuple[int, dict]:
        self.asked.append((path.rpartition("/")[2], fields))
        if self.answers:
            return self.answers.popleft()
        if path.endswith("/Messages.json"):
            return 201, {"sid": "SM1", "status": "queued"}
        if path.endswith("/Verifications"):
            self.is_approved = False
            return 201, {"status": "pending"}
        if self.is_approved:
            return 404, {"code": 20404}
        self.is_approved = fields["Code"] == CODE
        return 200, {"status": "approved" if self.is_approved else "pending"}

    def refuse(self, code: int, status: int = 400) -> None:
        self.answers.append((status, {"code": code, "message": "no: +212661234567", "status": status}))


@contextmanager
def served(twilio: Twilio):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, said = twilio.answer(self.path, dict(parse_qsl(body)))
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
