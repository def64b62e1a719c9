"""The pretended Stripe's doors: the API under /v1/, the hosted pages, and /_test/ for what only banks do."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from payments.management.door import PlainDoor
from payments.management.stripe import hosted, routes
from payments.management.stripe.desk import Desk, Refused
from payments.management.stripe.forms import read_form
from payments.management.stripe.openapi import Spec
from payments.management.stripe.postman import Postman
from payments.management.stripe.store import Store, Thing

PREFIX = "/sandbox-stripe"
DROPPED = 0  # a fault: the connection ends without an answer
TOO_LARGE = {"error": {"type": "invalid_request_error", "message": "too large"}}
Writer = Callable[[], None]


class Stripe(ThreadingHTTPServer):
    """One process, one store, one postman. `spec` holds requests and answers to the published shapes."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], place: Path, key: str, spec: Spec | None = None) -> None:
        super().__init__(address, Door)
        self.key, self.spec = key, spec
        self.store = Store(place)
        self.desk = Desk(self.store, f"http://{address[0]}:{self.server_address[1]}")
        self.postman = Postman(self.store.outbox)
        self.violations: list[str] = []
        self.faults: list[Thing] = []
        self.postman.start()

    def server_close(self) -> None:
        self.postman.stop()
        super().server_close()


class Door(PlainDoor, BaseHTTPRequestHandler):
    """One request. Requests are acted on one after the other, under `turn`, and answered after it: nobody
    waits for a caller who reads slowly.
    """

    server: Stripe
    prefix = PREFIX
    limit = 200_000

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, method: str) -> None:
        (path, _query), body = self.address(), self.body()
        text = body.decode(errors="replace") if body else urlsplit(self.path).query
        if body is None:
            self.json(413, TOO_LARGE)
            return
        if path == "/_test/quiet" and self.bears(self.server.key):  # without the turn: the postman needs it
            self.server.postman.fall_silent()
            self.json(200, {})
            return
        with self.server.store.turn:
            is_api = path.startswith(("/v1/", "/_test/"))
            write = (self._api if is_api else self._page)(method, path, text)
        write()
        self.server.postman.bell.set()

    # ---- the API ------------------------------------------------------------------------------

    def _api(self, method: str, path: str, text: str) -> Writer:
        if not self.bears(self.server.key):
            error = {"type": "invalid_request_error", "message": "Invalid API Key provided"}
            return partial(self.json, 401, {"error": error})
        if path.startswith("/_test/"):
            return partial(self.json, *self._of_test(method, path, read_form(text)))
        fault = self._fault_for(method, path)
        if fault and not fault["acts"]:
            return partial(self._fail, fault["status"])
        status, body, replayed = self._answer(method, path, text)
        if fault:
            return partial(self._fail, fault["status"])
        return partial(self.json, status, body, **({"Idempotent-Replayed": "true"} if replayed else {}))

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
            return 200, {"violations": [*self.server.violations], "is_checked": self.server.spec is not None}
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
        return {**fault}

    def _fault_for(self, method: str, path: str) -> Thing | None:
        for fault in self.server.faults:
            is_meant = path.startswith(fault["path"]) and method.startswith(fault["method"])
            if fault["times"] and is_meant:
                fault["times"] -= 1
                return fault
        return None

    def _fail(self, status: int) -> None:
        if status == DROPPED:
            self.close_connection = True
            return
        kind = "idempotency_error" if status == HTTPStatus.CONFLICT else "api_error"
        self.json(status, {"error": {"type": kind, "message": "a fault, on request"}})

    # ---- the pages ----------------------------------------------------------------------------

    def _page(self, method: str, path: str, text: str) -> Writer:
        place, _slash, name = path.strip("/").rpartition("/")
        desk, press = self.server.desk, PRESSED.get(place) if method == "POST" else None
        if press:
            return partial(self.redirect, press(desk, name, str(read_form(text).get("button", ""))))
        if place in SHOWN:
            return partial(self.html, 200, SHOWN[place](desk, name, self.spoken()))
        if place == "setup":
            shown, elsewhere = hosted.open_link(desk, name, self.spoken())
            return partial(self.redirect, elsewhere) if elsewhere else partial(self.html, 200, shown)
        if path in {"/", "/healthz"}:
            return partial(self.json, 200, {"stripe": "sandbox", "ok": True})
        error = {"type": "invalid_request_error", "message": f"No {path} here."}
        return partial(self.json, 404, {"error": error})


SHOWN = {"c/pay": hosted.see_checkout, "portal": hosted.see_portal}
PRESSED = {"c/pay": hosted.press, "setup": hosted.set_up, "portal": hosted.change_card}
