"""CMI's doors: /fim/est3Dgate for browsers (and programs that act for them), /fim/api for shops, and
/sandbox/* to look behind, for whoever has the store key."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from payments.management.cmi import api, pages, scenarios
from payments.management.cmi.postman import Postman, hear
from payments.management.cmi.rules import violations
from payments.management.cmi.store import Order, Store
from payments.management.door import Fields, PlainDoor

PREFIX, PAGE, LEVERS = "/sandbox-cmi", "/fim/est3Dgate", "/sandbox/"


class Cmi(ThreadingHTTPServer):
    """One process: a thread per request, one for callbacks. `shop` is one of settings.CMI_SHOPS."""

    daemon_threads = True

    def __init__(self, host: str, port: int, place: Path, *, shop: dict[str, Any], every: float) -> None:
        super().__init__((host, port), Door)
        self.key, self.shops = shop["store_key"], {shop["client_id"]: shop["store_key"]}
        self.who = {"Name": shop["api_user"], "Password": shop["api_password"], "ClientId": shop["client_id"]}
        self.store, self.violations = Store(place, every), list[str]()
        self.postman = Postman(self.store)
        self.postman.start()

    def server_close(self) -> None:
        self.postman.stop()
        super().server_close()


class Door(PlainDoor, BaseHTTPRequestHandler):
    """People press buttons; programs post {"oid", "scenario"} and get JSON."""

    server: Cmi
    prefix = PREFIX

    def do_GET(self) -> None:
        path, query = self.address()
        if path == PAGE:
            order = self.server.store.order(query.get("order", ""), by="token")
            self.html(200, pages.order_page(order)) if order else self._refuse("", ["no such order"])
        elif path.startswith(LEVERS):
            self._lever(path, query)
        elif path in {"/", "/healthz"}:
            self.json(200, {"bank": "cmi", "ok": True, "scenarios": list(scenarios.SCENARIOS)})
        else:
            self.json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path, _ = self.address()
        body = self.body()
        if body is None:
            self.json(413, {"error": "too_large"})
        elif path == "/fim/api":
            self.answer(200, "text/xml; charset=utf-8", api.answer(self.server.store, body, self.server.who))
        elif path == PAGE:
            self._page(self._fields(body))
        elif path.startswith(LEVERS):
            self._lever(path, self._fields(body))
        else:
            self.json(404, {"error": "not_found"})

    def _lever(self, path: str, asked: Fields) -> None:
        """Looks and acts of CMI's own people."""
        levers = {
            "GET /sandbox/violations": lambda: {"violations": self.server.violations},
            "GET /sandbox/order": lambda: self.server.store.order(asked.get("oid", "")) or {},
            "POST /sandbox/answer": lambda: self._hear(asked),
            "POST /sandbox/settle": lambda: self._settle(asked["oid"]),
        }
        act = levers.get(f"{self.command} {path}")
        if not self.bears(self.server.key):
            self.json(401, {"error": "store_key_wanted"})
        elif act is None:
            self.json(404, {"error": "not_found"})
        else:
            self.json(200, act())

    def _hear(self, said: Fields) -> dict[str, Any]:
        hear(self.server.store, said["oid"], said["trans"], said["answer"])
        return {}

    def _settle(self, oid: str) -> dict[str, Any]:
        with self.server.store.changing(oid) as order:
            api.settle(order or {"rows": []})
        return {}

    def _page(self, fields: Fields) -> None:
        """A signed form opens the order; a token (people) or its number (programs) and a scenario end it."""
        scenario = fields.pop("scenario", "")
        refunds = fields.pop("refunds", "done")
        wrong = violations(fields, self.server.shops) if "HASH" in fields else []
        order = self._order(fields) if not wrong else None
        if order is None or (scenario and scenario not in scenarios.SCENARIOS):
            self.server.violations += wrong
            self._refuse(fields.get("lang", ""), wrong or ["no such order or scenario"])
        elif scenario:
            self._end(order, scenario, refunds)
        elif self._wants_json():
            self.json(200, {"oid": order["oid"], "status": "open"})
        else:
            self.redirect(f"est3Dgate?order={order['token']}")

    def _order(self, fields: Fields) -> Order | None:
        if "HASH" in fields:
            return self.server.store.open_order(fields)
        if "order" in fields:
            return self.server.store.order(fields["order"], by="token")
        return self.server.store.order(fields.get("oid", ""))

    def _end(self, order: Order, scenario: str, refunds: str) -> None:
        fields = order["fields"]
        key = self.server.shops[fields["clientid"]]
        told = scenarios.play(self.server.store, order["oid"], scenario, key=key, refunds=refunds)
        self.server.postman.bell.set()
        url = fields["okUrl" if told.get("Response") == "Approved" else "failUrl"]
        if self._wants_json():
            self.json(200, {"oid": order["oid"], "return_url": url, "told": told})
        elif told:
            self.html(200, pages.back_page(fields["lang"], url, told))
        else:
            self.redirect(fields["shopurl"])

    def _refuse(self, locale: str, why: list[str]) -> None:
        if self._wants_json():
            self.json(400, {"error": "refused", "violations": why})
        else:
            self.html(400, pages.refusal_page(locale or self.spoken(), why))

    @staticmethod
    def _fields(body: bytes) -> Fields:
        return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))

    def _wants_json(self) -> bool:
        return "application/json" in self.headers.get("Accept", "")
