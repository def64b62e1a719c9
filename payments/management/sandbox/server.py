"""The bank's doors: the hosted page, and the signed status and refund API."""

import json
import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from kit import signatures
from payments.management.sandbox import pages, scenarios
from payments.management.sandbox.postman import HEADER, Postman
from payments.management.sandbox.store import ORDER_FIELDS, Store

log = logging.getLogger(__name__)
PREFIX = "/sandbox-bank"
MAX_BODY = 65_536
Fields = dict[str, str]


class Bank(ThreadingHTTPServer):
    """One process: a thread per request, one for callbacks."""

    daemon_threads = True

    def __init__(self, host: str, port: int, place: Path, secret: str) -> None:
        super().__init__((host, port), Door)
        self.secret = secret
        self.store = Store(place)
        self.postman = Postman(self.store, secret)
        self.postman.start()

    def server_close(self) -> None:
        self.postman.stop()
        super().server_close()


class Door(BaseHTTPRequestHandler):
    """GET and POST /pay for people, /orders/<reference> and /refunds for the site."""

    server: Bank
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        path, query = self._address()
        if path == "/pay":
            order = self.server.store.order(query.get("order", ""), by="token")
            self._page(order)
        elif path.startswith("/orders/"):
            self._status(path)
        elif path in {"/", "/healthz"}:
            self._json(200, {"bank": "sandbox", "ok": True, "scenarios": scenarios.SCENARIOS})
        else:
            self._json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path, _ = self._address()
        body = self._body()
        if body is None:
            self._json(413, {"error": "too_large"})
        elif path == "/pay":
            self._pay(self._fields(body))
        elif path == "/refunds":
            self._refund(path, body)
        else:
            self._json(404, {"error": "not_found"})

    # ---- people, and clients that act for them -------------------------------------------------

    def _pay(self, fields: Fields | None) -> None:
        order = self._order_of(fields or {})
        scenario = (fields or {}).get("scenario", "")
        if order is None or scenario not in {"", *scenarios.SCENARIOS}:
            self._refuse((fields or {}).get("locale", "fr"))
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
            self._json(200, scenarios.status(order, order["reference"]))
        else:
            self._redirect(f"pay?order={order['token']}")

    def _send_back(self, order: dict[str, Any]) -> None:
        if self._wants_json():
            self._json(
                200, {**scenarios.status(order, order["reference"]), "return_url": order["return_url"]}
            )
        else:
            self._redirect(order["return_url"])

    def _page(self, order: dict[str, Any] | None) -> None:
        if order is None:
            self._refuse("fr")
        else:
            self._html(200, pages.order_page(order))

    def _refuse(self, locale: str) -> None:
        if self._wants_json():
            self._json(400, {"error": "bad_request", "scenarios": scenarios.SCENARIOS})
        else:
            self._html(400, pages.refusal_page(locale))

    # ---- the site -----------------------------------------------------------------------------

    def _status(self, path: str) -> None:
        if not self._is_signed("GET", path, b""):
            self._json(401, {"error": "bad_signature"})
            return
        reference = path.removeprefix("/orders/")
        self._json(200, scenarios.status(self.server.store.order(reference), reference))

    def _refund(self, path: str, body: bytes) -> None:
        asked = self._fields(body) or {}
        order = self.server.store.order(asked.get("reference", ""))
        if not self._is_signed("POST", path, body):
            self._json(401, {"error": "bad_signature"})
        elif order is None or not asked.keys() >= {"refund", "amount", "currency"}:
            self._json(404, {"error": "unknown_order"})
        else:
            row = self.server.store.refund(asked, order)
            self._json(200, {name: row[name] for name in ("refund", "status", "provider_ref", "reason")})

    def _is_signed(self, method: str, path: str, body: bytes) -> bool:
        signed = f"{method} {path}\n".encode() + body
        return signatures.is_signed(self.server.secret, signed, self.headers.get(HEADER, ""))

    # ---- HTTP ---------------------------------------------------------------------------------

    def _address(self) -> tuple[str, Fields]:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(PREFIX) or "/"
        return path, dict(parse_qsl(parts.query))

    def _body(self) -> bytes | None:
        size = self.headers.get("Content-Length", "0")
        if not size.isdecimal() or int(size) > MAX_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(int(size))

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

    def _html(self, status: int, text: str) -> None:
        self._answer(status, "text/html; charset=utf-8", text.encode())

    def _json(self, status: int, body: dict[str, Any]) -> None:
        self._answer(status, "application/json", json.dumps(body).encode())

    def _redirect(self, url: str) -> None:
        self._answer(303, "text/plain", b"", Location=url)

    def _answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Type": kind, "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        log.info(*args)
