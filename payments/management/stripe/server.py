"""The pretended Stripe's doors: the API under /v1/, the hosted pages, and /_test/ for what only banks do."""

import hashlib
import json
import logging
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from payments.management.stripe import hosted, routes
from payments.management.stripe.desk import Desk, Refused
from payments.management.stripe.forms import read_form
from payments.management.stripe.openapi import Spec
from payments.management.stripe.postman import Postman
from payments.management.stripe.store import Store, Thing

log = logging.getLogger(__name__)
PREFIX = "/sandbox-stripe"
MAX_BODY = 200_000
DROPPED = 0  # a fault: the connection ends without an answer


class Stripe(ThreadingHTTPServer):
    """One process, one store, one postman. `spec` holds requests and answers to the published shapes."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], place: Path, key: str, spec: Spec | None = None) -> None:
        super().__init__(address, Door)
        self.key, self.spec = key, spec
        self.store = Store(place)
        self.desk = Desk(self.store, f"http://{address[0]}:{self.server_address[1]}")
        self.postman = Postman(self.store)
        self.violations: list[str] = []
        self.faults: list[Thing] = []
        self.postman.start()

    def server_close(self) -> None:
        self.postman.stop()
        super().server_close()


class Door(BaseHTTPRequestHandler):
    """One request. Requests are answered one after the other: `turn` is held while acting."""

    server: Stripe
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, method: str) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(PREFIX) or "/"
        size = self.headers.get("Content-Length") or "0"
        if not size.isdecimal() or int(size) > MAX_BODY:
            self.close_connection = True
            self._json(413, {"error": {"type": "invalid_request_error", "message": "too large"}})
            return
        text = self.rfile.read(int(size)).decode() if int(size) else parts.query
        if path == "/_test/quiet":  # without the turn, which the postman needs to finish
            self.server.postman.fall_silent()
            self._json(200, {})
            return
        with self.server.store.turn:
            if path.startswith(("/v1/", "/_test/")):
                self._api(method, path, text)
            else:
                self._page(method, path, text)
        self.server.postman.bell.set()

    # ---- the API ------------------------------------------------------------------------------

    def _api(self, method: str, path: str, text: str) -> None:
        if not secrets.compare_digest(self.headers.get("Authorization", ""), f"Bearer {self.server.key}"):
            self._json(
                401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}
            )
            return
        if path.startswith("/_test/"):
            self._json(*self._of_test(method, path, read_form(text)))
            return
        fault = self._fault_for(method, path)
        if fault and not fault["acts"]:
            self._fail(fault)
            return
        status, body, replayed = self._answer(method, path, text)
        if fault:
            self._fail(fault)
        else:
            self._json(status, body, **({"Idempotent-Replayed": "true"} if replayed else {}))

    def _answer(self, method: str, path: str, text: str) -> tuple[int, Thing, bool]:
        """With a key: the first answer again, or a refusal when something else is asked with it."""
        key = self.headers.get("Idempotency-Key", "") if method == "POST" else ""
        asked = hashlib.sha256(f"{path}\n{text}".encode()).hexdigest()
        known = self.server.store.answer_of(key) if key else None
        if known and known["asked"] != asked:
            words = "Keys for idempotent requests can only be used with the same parameters."
            return 400, {"error": {"type": "idempotency_error", "message": words}}, False
        if known:
            return known["status"], json.loads(known["body"]), True
        status, body, is_kept = self._act(method, path, read_form(text))
        if key and is_kept:
            self.server.store.keep_answer(key, asked, status, body)
        return status, body, False

    def _act(self, method: str, path: str, asked: Thing) -> tuple[int, Thing, bool]:
        found = self._check(lambda spec: spec.of_request(method, path, asked), method, path)
        if found:
            words = f"Received unknown or wrong parameters: {found[0]}"
            return 400, {"error": {"type": "invalid_request_error", "message": words}}, False
        status, body, is_kept = self._done(method, path, asked)
        self._check(lambda spec: spec.of_answer(method, path, status, body), method, path)
        return status, body, is_kept

    def _done(self, method: str, path: str, asked: Thing) -> tuple[int, Thing, bool]:
        try:
            return 200, routes.answer(self.server.desk, method, path, asked), True
        except Refused as refusal:
            return refusal.status, refusal.body, refusal.is_kept
        except KeyError as missing:
            words = f"Missing required param: {missing}."
            error = {"type": "invalid_request_error", "code": "parameter_missing", "message": words}
            return 400, {"error": error}, False

    def _check(self, ask: Any, method: str, path: str) -> list[str]:
        if self.server.spec is None:
            return []
        found = ask(self.server.spec)
        self.server.violations += [f"{method} {path}: {one}" for one in found]
        return found

    def _of_test(self, method: str, path: str, asked: Thing) -> tuple[int, Thing]:
        if path == "/_test/violations":
            return 200, {"violations": self.server.violations, "is_checked": self.server.spec is not None}
        if path == "/_test/faults":
            return 200, self._plan_fault(asked)
        if path == "/_test/forget":  # keys are kept for a day; planned faults are over
            self.server.faults.clear()
            self.server.store.forget_answers()
            return 200, {}
        status, body, _is_kept = self._done(method, path, asked)
        return status, body

    def _plan_fault(self, asked: Thing) -> Thing:
        """The next `times` requests to `path` fail with `status` (0: no answer); `acts`: after acting."""
        fault = {"path": asked["path"], "status": int(asked["status"]), "times": int(asked.get("times", 1))}
        fault |= {"acts": asked.get("acts") == "true", "method": asked.get("method", "")}
        self.server.faults.append(fault)
        return fault

    def _fault_for(self, method: str, path: str) -> Thing | None:
        for fault in self.server.faults:
            is_meant = path.startswith(fault["path"]) and method.startswith(fault["method"])
            if fault["times"] and is_meant:
                fault["times"] -= 1
                return fault
        return None

    def _fail(self, fault: Thing) -> None:
        if fault["status"] == DROPPED:
            self.close_connection = True
            return
        kind = "idempotency_error" if fault["status"] == HTTPStatus.CONFLICT else "api_error"
        self._json(fault["status"], {"error": {"type": kind, "message": "a fault, on request"}})

    # ---- the pages ----------------------------------------------------------------------------

    def _page(self, method: str, path: str, text: str) -> None:
        place, _slash, name = path.strip("/").rpartition("/")
        button = str(read_form(text).get("button", "")) if method == "POST" else ""
        if place == "c/pay" and method == "POST":
            self._go(hosted.press(self.server.desk, name, button))
        elif place == "c/pay":
            self._html(hosted.see_checkout(self.server.desk, name))
        elif place == "setup" and method == "POST":
            self._go(hosted.set_up(self.server.desk, name, button))
        elif place == "setup":
            shown, elsewhere = hosted.open_link(self.server.desk, name)
            self._go(elsewhere) if elsewhere else self._html(shown)
        elif path in {"/", "/healthz"}:
            self._json(200, {"stripe": "sandbox", "ok": True})
        else:
            self._json(404, {"error": {"type": "invalid_request_error", "message": f"No {path} here."}})

    # ---- HTTP ---------------------------------------------------------------------------------

    def _go(self, url: str) -> None:
        self._send(303, "text/plain", b"", Location=url)

    def _html(self, text: str) -> None:
        self._send(200, "text/html; charset=utf-8", text.encode())

    def _json(self, status: int, body: Thing, **headers: str) -> None:
        self._send(status, "application/json", json.dumps(body).encode(), **headers)

    def _send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        said = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        self.send_response(status)
        for name, value in (said | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        log.info(*args)
