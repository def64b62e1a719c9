"""PayPal as PayPal describes it: its published OpenAPI files, served by Prism, answer what we really send."""

import json
import os
import shutil
import subprocess
import threading
import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from django.utils import timezone

from influmaroc import devservers
from influmaroc.stack.plan import free_port
from payments.errors import GatewayUnreachable
from payments.gateways.paypal import PayPalGateway, PayPalRail, events, webhooks
from payments.gateways.paypal.client import Client, Declined
from payments.models import Escrow, Payment, Payout, PayoutMethod, Refund

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.django_db]
PACKAGE = "@stoplight/prism-cli@5.14.2"
READY_S = 300
FILES = {
    "/v2/checkout/": "checkout_orders_v2.json",
    "/v2/payments/": "payments_payment_v2.json",
    "/v1/payments/": "payments_payouts_batch_v1.json",
    "/v1/notifications/": "notifications_webhooks_v1.json",
    "/v1/customer/": "customer_disputes_v1.json",
}
# Prism cannot compile these patterns, and then checks nothing of the whole body without saying so.
REPAIR = """
const fs = require("fs"); const [, from, to] = process.argv; const all = JSON.parse(fs.readFileSync(from));
(function walk(node) { if (node && typeof node === "object") {
  if (typeof node.pattern === "string")
    { try { new RegExp(node.pattern, "u") } catch (e) { delete node.pattern } }
  for (const name in node) walk(node[name]) } })(all);
fs.writeFileSync(to, JSON.stringify(all));
"""


@pytest.fixture(scope="module")
def prism(tmp_path_factory) -> Any:
    """One Prism for each file; the addresses by path."""
    specs = Path(os.environ.get("PAYPAL_SPECS", "") or "nowhere")
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    if not all((specs / name).exists() for name in FILES.values()):
        pytest.skip("set PAYPAL_SPECS to the folder openapi/ of paypal/paypal-rest-api-specifications")
    place = devservers.state_dir() / "peers" / "prism"
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "node_modules/.bin/prism").exists():
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(place), PACKAGE]
        subprocess.run(npm, check=True, timeout=300)
    here = tmp_path_factory.mktemp("prism")
    with ExitStack() as life:
        mocks = {path: life.enter_context(Mock(place, specs / name, here)) for path, name in FILES.items()}
        yield {path: mock.address() for path, mock in mocks.items()}


class Mock:
    """One file, served."""

    def __init__(self, place: Path, spec: Path, here: Path) -> None:
        self._place, self._spec, self._log = place, here / spec.name, here / f"{spec.stem}.log"
        subprocess.run(["node", "-e", REPAIR, "--", str(spec), str(self._spec)], check=True, timeout=60)

    def __enter__(self) -> "Mock":
        port = free_port()
        self._url = f"http://127.0.0.1:{port}"
        command = [
            "node",
            "node_modules/.bin/prism",
            "mock",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            str(self._spec),
        ]
        with self._log.open("w") as out:
            self._process = subprocess.Popen(command, cwd=self._place, stdout=out, stderr=out)
        return self

    def address(self) -> str:
        """Where it is, once it listens."""
        until = time.monotonic() + READY_S
        while "is listening" not in self._log.read_text() and time.monotonic() < until:
            assert self._process.poll() is None, self._log.read_text()
            time.sleep(0.2)
        return self._url

    def __exit__(self, *_: Any) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)


class Switchboard(BaseHTTPRequestHandler):
    """One address for all of it; the token, which no file describes; what was asked, and refused."""

    def do_GET(self) -> None:
        self._pass_on("GET")

    def do_POST(self) -> None:
        self._pass_on("POST")

    def _pass_on(self, method: str) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/v1/oauth2/token":
            self._answer(
                200, json.dumps({"access_token": "T", "token_type": "Bearer", "expires_in": 9}).encode()
            )
            return
        base = next(url for path, url in self.server.prism.items() if self.path.startswith(path))
        kept = ("Content-Type", "Authorization", "PayPal-Request-Id", "Prefer")
        headers = {name: self.headers[name] for name in kept if self.headers[name]}
        if self.server.wish:
            headers.pop("Prefer", None)  # Prism would hear nothing else
        wish = f"{'&' if '?' in self.path else '?'}__code={self.server.wish}" if self.server.wish else ""
        said = requests.request(method, f"{base}{self.path}{wish}", data=raw, headers=headers, timeout=20)
        self.server.log.append((f"{method} {self.path}", raw, said.status_code, said.text[:300]))
        self._answer(said.status_code, said.content)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Tests are quiet."""


@pytest.fixture
def board(prism) -> Any:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Switchboard)
    server.prism, server.log, server.wish = prism, [], ""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def config(board) -> dict[str, str]:
    url = f"http://127.0.0.1:{board.server_address[1]}"
    return {"url": url, "client_id": "c", "secret": "s", "webhook_id": "1JE4291016473214C"}


@pytest.fixture
def payment() -> Payment:
    made = Payment(reference="IM0123456789ABCDEF", amount_centimes=44_143, currency="EUR", gateway="paypal")
    made.escrow = Escrow(title="Huile d'argan — زيت أركان")
    made.provider_ref = "2GG279541U471931P"
    return made


def statuses(board: Any) -> list[int]:
    return [status for _, _, status, _ in board.log]


def test_an_order_of_ours_is_one_of_paypals(board, config, payment):
    begun = PayPalGateway(config).begin(payment, return_url="https://shop.test/fr/retour/1", locale="ar")
    assert statuses(board) == [200], board.log
    assert begun.kind == "redirect"
    assert begun.fields["order"]


@pytest.mark.parametrize(
    "change",
    [
        {"intent": "SELL"},
        {"purchase_units": []},
        {"payment_source": {"paypal": {"experience_context": {"locale": "french"}}}},
    ],
)
def test_what_paypal_would_not_take_is_refused_here_too(board, config, change):
    body = {"intent": "CAPTURE", "purchase_units": [{"amount": {"currency_code": "EUR", "value": "1.00"}}]}
    assert Client(config).post("/v2/checkout/orders", body, "k1")["id"]
    with pytest.raises(Declined) as caught:
        Client(config).post("/v2/checkout/orders", {**body, **change}, "k2")
    assert caught.value.status in {400, 422}


def test_an_order_and_its_capture_are_read(board, config, payment):
    client = Client(config)
    assert client.get("/v2/checkout/orders/5O190127TN364715T")["id"]
    assert client.post("/v2/checkout/orders/5O190127TN364715T/capture", {}, "k")["status"]
    assert set(statuses(board)) <= {200, 201}


def test_a_refund_of_ours_is_one_of_paypals(board, config, payment):
    refund = Refund(payment=payment, amount_centimes=100, currency="EUR", made_at=timezone.now())
    answer = PayPalGateway(config).refund(refund)
    assert statuses(board)[0] == 201, board.log
    assert answer.provider_ref  # its state is any of PayPal's: Prism makes one up


def test_a_payout_of_ours_is_one_of_paypals(board, config, settings):
    settings.PAYPAL_PAYOUTS = True
    rail = PayPalRail(config, address_of=lambda method: "amina@example.ma")
    payout = Payout(method=PayoutMethod(), amount_centimes=100, currency="EUR", sent_at=timezone.now())
    sent = rail.send(payout)
    assert statuses(board) == [201], board.log
    assert sent.provider_ref  # its state is any of PayPal's: Prism makes one up
    assert rail.query(payout, sent.provider_ref).status != "unknown"
    board.wish = "400"
    assert rail.send(payout).status == "failed"


def test_a_message_is_asked_about_as_paypal_wants_it(board, config):
    sent = {
        "auth_algo": "SHA256withRSA",
        "cert_url": "https://api.paypal.com/v1/notifications/certs/C",
        "transmission_id": "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
        "transmission_time": "2026-01-01T00:00:00Z",
        "transmission_sig": "YoZjJtQbkGfq9MDfNOYPOvVi5exv",
    }
    body = b'{"id":"WH-1",  "event_type":"PAYMENT.CAPTURE.COMPLETED"}'
    webhooks.ask(Client(config), config["webhook_id"], sent, body)
    assert statuses(board) == [200], board.log
    assert body in board.log[0][1]


def test_disputes_are_looked_up(board, config):
    assert events.has_dispute(Client(config), "2GG279541U471931P") in {True, False}
    assert statuses(board) == [200], board.log


def test_a_server_in_trouble_is_no_answer(board, config):
    board.wish = "500"
    with pytest.raises(GatewayUnreachable):
        Client(config).post("/v2/checkout/orders/5O190127TN364715T/capture", {}, "k")
