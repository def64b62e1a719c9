"""Its doors: PayPal's API for the site, one page for people, and levers for tests."""

import base64
import json
import logging
import re
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from payments.management.door import Fields, PlainDoor
from payments.management.paypal import pages, signer
from payments.management.paypal.desk import SCENARIOS, Desk, No, missing
from payments.management.paypal.disputes import Disputes
from payments.management.paypal.letters import Letters
from payments.management.paypal.payouts import Payouts
from payments.management.paypal.postman import Postman
from payments.management.paypal.spec import Spec
from payments.management.paypal.store import Store

log = logging.getLogger(__name__)
PREFIX = "/sandbox-paypal"
OK, CREATED, BAD, UNAUTHORIZED, TOO_LARGE = 200, 201, 400, 401, 413
Thing = dict[str, Any]


class FakePayPal(ThreadingHTTPServer):
    """One process: a thread for each request, one for letters. Requests take turns."""

    daemon_threads = True

    def __init__(self, where: tuple[str, int], place: Path, who: tuple[str, str], spec: Spec) -> None:
        super().__init__(where, Door)
        self.store = Store(place)
        self.signer = signer.Signer(place)
        self.letters = Letters(self.store)
        self.desk = Desk(self.store, self.letters)
        self.payouts = Payouts(self.store, self.letters)
        self.disputes = Disputes(self.store, self.letters, self.desk)
        self.who, self.spec = who, spec
        self.tokens: set[str] = set()
        self.faults: list[Thing] = []
        self.postman = Postman(self.store, self.signer)
        self.postman.start()

    def prepare(self, fault: Thing) -> Thing:
        """The next call that `match` fits goes wrong: `how` is a status, or drop (done, but not told)."""
        self.faults.append(fault)
        return fault

    def forget(self) -> Thing:
        """Every token ends now."""
        self.tokens.clear()
        return {}

    def server_close(self) -> None:
        self.postman.stop()
        super().server_close()


class Door(PlainDoor, BaseHTTPRequestHandler):
    """/v1 and /v2 as PayPal has them; /checkoutnow for the payer; /_play and others for tests."""

    server: FakePayPal
    prefix = PREFIX

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def _serve(self, method: str) -> None:
        (path, query), raw = self.address(), self.body()
        seen_under = PREFIX if self.path.startswith(PREFIX) else ""
        self.base = f"http://{self.headers.get('Host', '')}{seen_under}"
        if raw is None:
            self.json(TOO_LARGE, {"name": "REQUEST_TOO_LARGE", "message": "", "debug_id": "t"})
        elif path == "/checkoutnow":
            self._page(method, query, raw)
        elif path == signer.PATH:
            self.answer(OK, "application/x-pem-file", self.server.signer.chain)
        elif path == "/v1/oauth2/token":
            self._let_in()
        elif path.startswith("/_"):
            self._lever(path, _object(raw))
        elif path in {"/", "/healthz"}:
            self.json(OK, {"paypal": "test", "ok": True, "scenarios": SCENARIOS})
        else:
            self._api(method, path, query, raw)

    # ---- the site -----------------------------------------------------------------------------

    def _let_in(self) -> None:
        sent = self.headers.get("Authorization", "").removeprefix("Basic ")
        if sent != base64.b64encode(":".join(self.server.who).encode()).decode():
            self.json(UNAUTHORIZED, {"error": "invalid_client", "error_description": "Client Authentication"})
            return
        token = f"A21AA{secrets.token_urlsafe(32)}"
        self.server.tokens.add(token)
        self.json(OK, {"access_token": token, "token_type": "Bearer", "expires_in": 32400, "app_id": "TEST"})

    def _api(self, method: str, path: str, query: dict[str, str], raw: bytes) -> None:
        with self.server.store.turn():
            fault = self._fault(f"{method} {path}")
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.server.tokens:
            self.json(UNAUTHORIZED, {"name": "AUTHENTICATION_FAILURE", "message": "", "debug_id": "t"})
        elif fault.get("how", "").isdecimal():
            self.json(int(fault["how"]), {"name": "FAULT", "message": "as asked", "debug_id": "t"})
        else:
            status, body = self._once(method, path, query, raw)
            self.server.postman.bell.set()
            if fault.get("how") == "drop":
                self.close_connection = True
            else:
                self.json(status, body)

    def _once(self, method: str, path: str, query: dict[str, str], raw: bytes) -> tuple[int, Thing]:
        """The same key on the same door gets the first answer again."""
        store, key = self.server.store, self.headers.get("PayPal-Request-Id", "")
        what = f"{method} {path}"
        with store.turn():
            store.put("meta", "base", {"url": self.base})
            known = store.answer(what, key) if key and path != "/v1/payments/payouts" else None
            if known:
                return known
            status, body = self._checked(method, path, query, raw)
            if key and status < BAD:
                store.keep_answer(what, key, status, body)
        return status, body

    def _checked(self, method: str, path: str, query: dict[str, str], raw: bytes) -> tuple[int, Thing]:
        """Held to the published description, when there is one: what we are sent, and what we say."""
        sent, spec = _object(raw), self.server.spec
        if method == "POST" and (wrong := spec.request(method, path, sent)):
            log.error("%s %s does not fit: %s", method, path, wrong)
            details = [{"issue": "INVALID_PARAMETER", "description": one} for one in wrong]
            said = {"name": "INVALID_REQUEST", "message": "; ".join(wrong), "debug_id": "t"}
            return BAD, {**said, "details": details}
        try:
            status, body = self._act(method, path, query, raw)
        except No as no:
            return no.status, no.body
        except (KeyError, IndexError, TypeError, ValueError) as error:
            return BAD, {"name": "INVALID_REQUEST", "message": repr(error), "debug_id": "t"}
        if wrong := spec.answer(method, path, status, body):
            log.error("our answer to %s %s does not fit: %s", method, path, wrong)
            return 500, {"name": "WE_DO_NOT_FIT", "message": "; ".join(wrong), "debug_id": "t"}
        return status, body

    def _act(self, method: str, path: str, query: dict[str, str], raw: bytes) -> tuple[int, Thing]:
        for verb, pattern, status, act in ROUTES:
            if verb == method and (found := re.fullmatch(pattern, path)):
                return status, act(self, found.groupdict().get("id", ""), _object(raw), query | {"": raw})
        raise missing()

    # ---- people -------------------------------------------------------------------------------

    def _page(self, method: str, query: Fields, raw: bytes) -> None:
        fields = dict(parse_qsl(raw.decode(errors="replace"))) if method == "POST" else {}
        order_id = fields.get("order") or query.get("token", "")
        try:
            with self.server.store.turn():
                order, private = self.server.desk.order(order_id), self.server.desk.private(order_id)
                if fields.get("scenario") != "cancel":
                    self.server.desk.play(order_id, fields.get("scenario", ""), fields)
        except No:
            self.html(BAD, pages.refusal_page(self.spoken()))
            return
        if method == "GET":
            self.html(OK, pages.order_page(order, private))
            return
        self.server.postman.bell.set()
        back = private["cancel_url" if fields.get("scenario") == "cancel" else "return_url"]
        mark = "&" if "?" in back else "?"
        self.redirect(f"{back}{mark}token={order_id}&PayerID=TESTPAYER")

    # ---- tests --------------------------------------------------------------------------------

    def _lever(self, path: str, asked: Thing) -> None:
        """Presses the page's buttons, and others that PayPal's payers and staff have. Wants our secret."""
        if not self.bears(self.server.who[1]):
            self.json(UNAUTHORIZED, {"error": "secret_wanted"})
            return
        desk, order_id = self.server.desk, str(asked.get("order", ""))
        levers = {
            "/_play": lambda: desk.play(order_id, asked["scenario"], asked),
            "/_capture": lambda: desk.capture(order_id),
            "/_settle": lambda: desk.settle(order_id, well=bool(asked["well"])),
            "/_dispute": lambda: self.server.disputes.play(order_id, asked["step"]),
            "/_payout": lambda: self.server.payouts.move(asked["reference"], asked["state"]),
            "/_fault": lambda: self.server.prepare(asked),
            "/_forget": self.server.forget,
        }
        try:
            with self.server.store.turn():
                done = levers[path]()
        except (No, KeyError) as error:
            self.json(BAD, {"error": repr(error)})
            return
        self.json(OK, done)
        self.server.postman.bell.set()

    def _fault(self, what: str) -> Thing:
        """The next fault for this door, used up."""
        for fault in self.server.faults:
            if re.search(fault["match"], what):
                self.server.faults.remove(fault)
                return fault
        return {}

    def answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        super().answer(status, kind, body, **headers, **{"PayPal-Debug-Id": secrets.token_hex(6)})


def _object(raw: bytes) -> Thing:
    try:
        said = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _verdict(door: Door, _id: str, _body: Thing, more: Any) -> Thing:
    return {"verification_status": "SUCCESS" if door.server.signer.knows(more[""]) else "FAILURE"}


ID = "(?P<id>[A-Za-z0-9-]+)"
ROUTES: list[tuple[str, str, int, Any]] = [
    ("POST", "/v2/checkout/orders", OK, lambda d, _i, b, _m: d.server.desk.open_order(b, d.base)),
    ("GET", f"/v2/checkout/orders/{ID}", OK, lambda d, i, _b, _m: d.server.desk.order(i)),
    ("POST", f"/v2/checkout/orders/{ID}/capture", CREATED, lambda d, i, _b, _m: d.server.desk.capture(i)),
    (
        "POST",
        f"/v2/payments/captures/{ID}/refund",
        CREATED,
        lambda d, i, b, _m: d.server.desk.refund(i, b),
    ),
    ("GET", f"/v2/payments/refunds/{ID}", OK, lambda d, i, _b, _m: d.server.desk.refund_now(i)),
    ("POST", "/v1/payments/payouts", CREATED, lambda d, _i, b, _m: d.server.payouts.send(b, d.base)),
    ("GET", f"/v1/payments/payouts/{ID}", OK, lambda d, i, _b, _m: d.server.payouts.batch(i)),
    (
        "GET",
        "/v1/customer/disputes",
        OK,
        lambda d, _i, _b, m: d.server.disputes.about(m.get("disputed_transaction_id", "")),
    ),
    ("POST", "/v1/notifications/webhooks", CREATED, lambda d, _i, b, _m: d.server.letters.register(b)),
    ("POST", "/v1/notifications/verify-webhook-signature", OK, _verdict),
]
