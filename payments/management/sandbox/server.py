"""The bank's doors: the hosted page, and the signed status and refund API."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from kit import signatures
from payments.management.door import Fields, PlainDoor
from payments.management.sandbox import pages, scenarios
from payments.management.sandbox.postman import HEADER, Postman
from payments.management.sandbox.store import ORDER_FIELDS, Store

PREFIX = "/sandbox-bank"


class Bank(ThreadingHTTPServer):
    """One process: a thread per request, one for callbacks."""

    daemon_threads = True

    def __init__(self, host: str, port: int, place: Path, secret: str) -> None:
        super().__init__((host, port), Door)
        self.secret = secret
        self.store = Store(place)
        self.postman = Postman(self.store.outbox, secret)
        self.postman.start()

    def server_close(self) -> None:
        self.postman.stop()
        super().server_close()


class Door(PlainDoor, BaseHTTPRequestHandler):
    """GET and POST /pay for people, /orders/<reference> and /refunds for the site."""

    server: Bank
    prefix = PREFIX

    def do_GET(self) -> None:
        path, query = self.address()
        if path == "/pay":
            order = self.server.store.order(query.get("order", ""), by="token")
            self._page(order)
        elif path.startswith("/orders/"):
            self._status(path)
        elif path in {"/", "/healthz"}:
            self.json(200, {"bank": "sandbox", "ok": True, "scenarios": scenarios.SCENARIOS})
        else:
            self.json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path, _ = self.address()
        body = self.body()
        if body is None:
            self.json(413, {"error": "too_large"})
        elif path == "/pay":
            self._pay(self._fields(body))
        elif path == "/refunds":
            self._refund(path, body)
        else:
            self.json(404, {"error": "not_found"})

    # ---- people, and clients that act for them -------------------------------------------------

    def _pay(self, fields: Fields | None) -> None:
        order = self._order_of(fields or {})
        scenario = (fields or {}).get("scenario", "")
        if order is None or scenario not in {"", *scenarios.SCENARIOS}:
            self._refuse((fields or {}).get("locale") or self.spoken())
        elif not scenario:
            self._show(order)
        else:
            order = scenarios.play(self.server.store, order, scenario, fields or {})
            self.server.postman.bell.set()
            self._send_back(order)

    def _order_of(self, fields: Fields) -> dict[str, Any] | None:
        """By the page's token, by a signed form (which opens it), or by the reference of one that is open."""
        if "order" in fields:
            return self.server.store.order(fields["order"], by="token")
        if "signature" not in fields:
            return self.server.store.order(fields.get("reference", ""))
        signed = {name: fields.get(name, "") for name in ORDER_FIELDS}
        if not signatures.is_signed(self.server.secret, signatures.canonical(signed), fields["signature"]):
            return None
        return self.server.store.open_order(signed)

    def _show(self, order: dict[str, Any]) -> None:
        if self._wants_json():
            self.json(200, scenarios.status(order, order["reference"]))
        else:
            self.redirect(f"pay?order={order['token']}")

    def _send_back(self, order: dict[str, Any]) -> None:
        if self._wants_json():
            self.json(200, {**scenarios.status(order, order["reference"]), "return_url": order["return_url"]})
        else:
            self.redirect(order["return_url"])

    def _page(self, order: dict[str, Any] | None) -> None:
        if order is None:
            self._refuse(self.spoken())
        else:
            self.html(200, pages.order_page(order))

    def _refuse(self, locale: str) -> None:
        if self._wants_json():
            self.json(400, {"error": "bad_request", "scenarios": scenarios.SCENARIOS})
        else:
            self.html(400, pages.refusal_page(locale))

    # ---- the site -----------------------------------------------------------------------------

    def _status(self, path: str) -> None:
        if not self._is_signed("GET", path, b""):
            self.json(401, {"error": "bad_signature"})
            return
        reference = path.removeprefix("/orders/")
        self.json(200, scenarios.status(self.server.store.order(reference), reference))

    def _refund(self, path: str, body: bytes) -> None:
        asked = self._fields(body) or {}
        order = self.server.store.order(asked.get("reference", ""))
        if not self._is_signed("POST", path, body):
            self.json(401, {"error": "bad_signature"})
        elif order is None or not asked.keys() >= {"refund", "amount", "currency"}:
            self.json(404, {"error": "unknown_order"})
        else:
            row = self.server.store.refund(asked, order)
            self.json(200, {name: row[name] for name in ("refund", "status", "provider_ref", "reason")})

    def _is_signed(self, method: str, path: str, body: bytes) -> bool:
        signed = f"{method} {path}\n".encode() + body
        return signatures.is_signed(self.server.secret, signed, self.headers.get(HEADER, ""))

    def _fields(self, body: bytes) -> Fields | None:
        try:
            if "json" in self.headers.get("Content-Type", ""):
                said = json.loads(body or b"{}")
                return {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else None
            return dict(parse_qsl(body.decode(), keep_blank_values=True))
        except ValueError:
            return None

    def _wants_json(self) -> bool:
        asked = f"{self.headers.get('Accept', '')} {self.headers.get('Content-Type', '')}"
        return "application/json" in asked
