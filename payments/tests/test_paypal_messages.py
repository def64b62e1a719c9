"""PayPal's messages: which are believed, where certificates may come from, what they say in our words."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography import x509
from django.utils import timezone

from kit.throttle import TooMany
from payments.errors import BadCallback, GatewayUnreachable
from payments.gateways.paypal import certificates, events, webhooks
from payments.gateways.paypal.client import Client
from payments.management.paypal.signer import Signer
from payments.models import ProviderEvent
from payments.services import Report
from payments.tests.paypal import LOGIN, Peer, running_paypal

pytestmark = pytest.mark.django_db
URL = "/api/payments/callbacks/paypal"
HOOK = "WEBHOOKFORTESTS"
CAPTURE = {
    "id": "2GG279541U471931P",
    "status": "COMPLETED",
    "amount": {"currency_code": "EUR", "value": "441.43"},
    "custom_id": "IM0123",
    "invoice_id": "IM0123",
}
BODY = json.dumps(
    {
        "id": "WH-1",
        "event_type": "PAYMENT.CAPTURE.COMPLETED",
        "resource": CAPTURE,
        "summary": "payé — 441,43 €",
    },
    ensure_ascii=False,
).encode()
VECTOR = json.loads((Path(__file__).parent / "vectors/paypal_signature.json").read_text())


@pytest.fixture(scope="module")
def process(tmp_path_factory) -> Iterator[Peer]:
    with running_paypal(tmp_path_factory.mktemp("paypal")) as peer:
        yield peer


@pytest.fixture
def paypal(process, settings) -> Peer:
    certificates.kept.clear()
    settings.PAYMENT_GATEWAYS = {"paypal": {"url": process.url, "webhook_id": HOOK, **LOGIN}}
    settings.PAYPAL_TEST_CERTIFICATES = {"origin": process.url, "roots": str(process.place / "root.pem")}
    return process


def signed(peer: Peer, body: bytes = BODY, hook: str = HOOK) -> dict[str, str]:
    return Signer(peer.place).headers(hook, body, peer.url)


@pytest.fixture
def call(paypal, api_of):
    """Post a message as PayPal does; its status."""

    def post(body: bytes = BODY, headers: dict[str, str] | None = None) -> int:
        sent = signed(paypal, body) if headers is None else headers
        return api_of().post(URL, body, content_type="application/json", headers=sent).status_code

    return post


def test_the_documented_signature_is_understood():
    leaf = x509.load_pem_x509_certificate(VECTOR["certificate_pem"].encode())
    message = webhooks.message(VECTOR, VECTOR["webhook_id"], VECTOR["payload"].encode())
    assert message.endswith(b"|785886149")
    webhooks.check(leaf, message, VECTOR["signature"])
    with pytest.raises(BadCallback):
        webhooks.check(leaf, message + b"0", VECTOR["signature"])


@pytest.mark.parametrize("how", ["offline", "online"])
def test_a_signed_message_is_kept_as_it_came(call, settings, how):
    settings.PAYPAL_VERIFY = how
    assert call() == 200
    event = ProviderEvent.objects.get()
    assert (event.external_id, event.raw, event.body["reference"]) == ("WH-1", BODY.decode(), "IM0123")


@pytest.mark.parametrize("how", ["offline", "online"])
def test_one_changed_byte_is_refused(call, paypal, settings, how):
    settings.PAYPAL_VERIFY = how
    assert call(BODY.replace(b"441.43", b"941.43"), signed(paypal)) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("how", ["offline", "online"])
def test_a_message_for_another_webhook_is_refused(call, paypal, settings, how):
    settings.PAYPAL_VERIFY = how
    assert call(BODY, signed(paypal, hook="ANOTHER")) == 400


@pytest.mark.parametrize(
    "name", ["AUTH-ALGO", "CERT-URL", "TRANSMISSION-ID", "TRANSMISSION-TIME", "TRANSMISSION-SIG"]
)
@pytest.mark.parametrize("value", ["", "nonsense", "é", "x" * 501])
def test_each_header_is_needed_and_right(call, paypal, name, value):
    assert call(BODY, {**signed(paypal), f"PAYPAL-{name}": value}) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(("hours", "status"), [(-1, 400), (72, 200), (74, 400)])
def test_a_message_counts_as_long_as_paypal_repeats_it(call, paypal, hours, status):
    headers = signed(paypal)
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        assert call(BODY, headers) == status


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"text"', b'{"id": "WH-1"}', b"\xff\xfe"])
def test_a_signed_message_that_says_nothing_is_refused(call, body):
    assert call(body) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://api.paypal.com/cert",
        "https://paypal.com.evil.test/cert",
        "https://evilpaypal.com/cert",
        "https://api.paypal.com@evil.test/cert",
        "https://me@api.paypal.com/cert",
        "https://api.paypal.com:8443/cert",
        "https://127.0.0.1/cert",
        "https://evil.test/?x=.paypal.com",
        "https://evil.test#.paypal.com",
        "https://evil.test/\n.paypal.com/cert",
        "https://api.paypal.com/cert?to=https://evil.test",
        "https://api.paypal.com",
        "https://.paypal.com/cert",
        "https://\u0430pi.paypal.com.\u2024evil.test/cert",
        "https://e\u212axample.paypal.com/cert",
        "https://evil.test\\.paypal.com/cert",
        "file:///etc/passwd",
        "https://[::1/cert",
        "",
    ],
)
def test_a_certificate_from_elsewhere_is_not_even_fetched(call, paypal, url, monkeypatch):
    monkeypatch.setattr(certificates, "fetch", lambda url: pytest.fail(f"fetched {url}"))
    assert call(BODY, {**signed(paypal), "PAYPAL-CERT-URL": url}) == 400


@pytest.mark.parametrize(
    "url", ["https://api.paypal.com/v1/notifications/certs/C", "https://API-M.SANDBOX.PAYPAL.COM:443/c"]
)
def test_a_certificate_may_come_from_paypal(url):
    assert certificates.is_trusted_place(url)


def test_production_trusts_nobody_beside_paypal(paypal, call, settings):
    settings.PAYPAL_TEST_CERTIFICATES = {"origin": "", "roots": ""}
    assert call() == 400
    settings.PAYPAL_TEST_CERTIFICATES = {"origin": paypal.url, "roots": ""}
    assert call() == 400  # fetched, but its root is nobody's


def test_a_certificate_of_another_root_is_refused(paypal, tmp_path):
    Signer(tmp_path)
    with pytest.raises(BadCallback):
        certificates.trusted_leaf((tmp_path / "chain.pem").read_bytes())


def test_a_certificate_that_ended_is_refused(paypal):
    pem = (paypal.place / "chain.pem").read_bytes()
    assert certificates.trusted_leaf(pem)
    with time_machine.travel(timezone.now() + timedelta(days=4000)), pytest.raises(BadCallback):
        certificates.trusted_leaf(pem)


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(paypal, pem):
    with pytest.raises(BadCallback):
        certificates.trusted_leaf(pem)


def test_the_name_in_the_certificate_must_be_paypals(paypal, tmp_path, monkeypatch, settings):
    monkeypatch.setattr("payments.management.paypal.signer.NAME", "certs.paypal.com.evil.test")
    Signer(tmp_path)
    settings.PAYPAL_TEST_CERTIFICATES = {"origin": paypal.url, "roots": str(tmp_path / "root.pem")}
    with pytest.raises(BadCallback):
        certificates.trusted_leaf((tmp_path / "chain.pem").read_bytes())


def test_a_certificate_is_fetched_once(call, monkeypatch):
    fetched = []
    real = certificates.fetch
    monkeypatch.setattr(certificates, "fetch", lambda url: fetched.append(url) or real(url))
    assert [call(), call()] == [200, 200]
    assert len(fetched) == 1


def test_strangers_cannot_make_us_fetch_without_end(paypal, settings):
    settings.THROTTLES = {**settings.THROTTLES, "paypal-certificate": (1, 3600)}
    with pytest.raises((BadCallback, GatewayUnreachable)):
        certificates.certificate_at(f"{paypal.url}/v1/notifications/certs/NONE")
    with pytest.raises(TooMany):
        certificates.certificate_at(f"{paypal.url}/v1/notifications/certs/NONE2")


@contextmanager
def place_of(answer: Any) -> Iterator[str]:
    """A server that answers one way."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *args: Any) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def led_elsewhere(door: BaseHTTPRequestHandler) -> None:
    door.send_response(302)
    door.send_header("Location", "http://127.0.0.1:9/")
    door.end_headers()


def without_end(door: BaseHTTPRequestHandler) -> None:
    door.send_response(200)
    door.end_headers()
    door.wfile.write(b"x" * 200_000)


@pytest.mark.parametrize(
    ("answer", "error"), [(led_elsewhere, GatewayUnreachable), (without_end, BadCallback)]
)
def test_a_strange_answer_instead_of_a_certificate(paypal, settings, answer, error):
    with place_of(answer) as url:
        settings.PAYPAL_TEST_CERTIFICATES = {**settings.PAYPAL_TEST_CERTIFICATES, "origin": url}
        with pytest.raises(error):
            certificates.certificate_at(f"{url}/cert")


def test_without_a_certificate_paypal_is_told_to_come_back(paypal, call, settings):
    settings.PAYPAL_TEST_CERTIFICATES = {**settings.PAYPAL_TEST_CERTIFICATES, "origin": "http://127.0.0.1:9"}
    headers = {**signed(paypal), "PAYPAL-CERT-URL": "http://127.0.0.1:9/cert"}
    assert call(BODY, headers) == 503
    assert not ProviderEvent.objects.exists()


def test_without_paypals_word_it_is_told_to_come_back(paypal, call, settings):
    settings.PAYPAL_VERIFY = "online"
    paypal.pull("fault", match="verify-webhook", how="503")
    assert call() == 503


# ---- what they say -------------------------------------------------------------------------------

REFUND_ID = "0192f0aa-0000-7000-8000-000000000001"
CASE = {
    "dispute_id": "PP-D-1",
    "status": "WAITING_FOR_SELLER_RESPONSE",
    "reason": "UNAUTHORISED",
    "disputed_transactions": [{"seller_transaction_id": "2GG2", "custom": "IM0123"}],
    "dispute_amount": {"currency_code": "EUR", "value": "441.43"},
    "seller_response_due_date": "2026-12-01T00:00:00Z",
}
ITEM = {
    "payout_item_id": "ITEM1",
    "transaction_id": "T1",
    "transaction_status": "SUCCESS",
    "payout_batch_id": "BATCH1",
    "payout_item": {"sender_item_id": REFUND_ID, "amount": {"currency": "EUR", "value": "12.30"}},
}
FAILED_ITEM = {**ITEM, "transaction_status": "FAILED", "errors": {"name": "RECEIVER_UNREGISTERED"}}
REFUND = {**CAPTURE, "id": "R1", "custom_id": f"IM0123.{REFUND_ID}", "invoice_id": ""}


def over(code: str) -> dict[str, Any]:
    return {**CASE, "status": "RESOLVED", "dispute_outcome": {"outcome_code": code}}


@pytest.mark.parametrize(
    ("kind", "resource", "wanted"),
    [
        ("CHECKOUT.ORDER.APPROVED", {"purchase_units": [CAPTURE]}, ("payment", "ask", "IM0123", "")),
        ("PAYMENT.CAPTURE.COMPLETED", CAPTURE, ("payment", "paid", "IM0123", "")),
        ("PAYMENT.CAPTURE.PENDING", {**CAPTURE, "status": "PENDING"}, ("payment", "pending", "IM0123", "")),
        ("PAYMENT.CAPTURE.DENIED", {**CAPTURE, "status": "DECLINED"}, ("payment", "failed", "IM0123", "")),
        ("PAYMENT.CAPTURE.REFUNDED", REFUND, ("refund", "done", "IM0123", REFUND_ID)),
        (
            "PAYMENT.CAPTURE.REFUNDED",
            {**REFUND, "status": "PENDING"},
            ("refund", "pending", "IM0123", REFUND_ID),
        ),
        (
            "PAYMENT.CAPTURE.REFUNDED",
            {**REFUND, "status": "FAILED"},
            ("refund", "refused", "IM0123", REFUND_ID),
        ),
        ("CUSTOMER.DISPUTE.CREATED", CASE, ("dispute", "opened", "IM0123", "PP-D-1")),
        ("CUSTOMER.DISPUTE.UPDATED", CASE, ("dispute", "opened", "IM0123", "PP-D-1")),
        ("CUSTOMER.DISPUTE.RESOLVED", over("RESOLVED_SELLER_FAVOUR"), ("dispute", "won", "IM0123", "PP-D-1")),
        ("CUSTOMER.DISPUTE.RESOLVED", over("CANCELED_BY_BUYER"), ("dispute", "won", "IM0123", "PP-D-1")),
        ("CUSTOMER.DISPUTE.RESOLVED", over("RESOLVED_BUYER_FAVOUR"), ("dispute", "lost", "IM0123", "PP-D-1")),
        (
            "CUSTOMER.DISPUTE.RESOLVED",
            over("RESOLVED_WITH_PAYOUT"),
            ("dispute", "opened", "IM0123", "PP-D-1"),
        ),
        ("PAYMENT.PAYOUTS-ITEM.SUCCEEDED", ITEM, ("payout", "paid", "", REFUND_ID)),
        ("PAYMENT.PAYOUTS-ITEM.FAILED", FAILED_ITEM, ("payout", "failed", "", REFUND_ID)),
        (
            "PAYMENT.PAYOUTS-ITEM.UNCLAIMED",
            {**ITEM, "transaction_status": "UNCLAIMED"},
            ("payout", "unclaimed", "", REFUND_ID),
        ),
        (
            "PAYMENT.PAYOUTS-ITEM.HELD",
            {**ITEM, "transaction_status": "ONHOLD"},
            ("payout", "sent", "", REFUND_ID),
        ),
        ("PAYMENT.SALE.COMPLETED", {}, ("payment", "ignored", "", "")),
    ],
)
def test_each_kind_of_message_in_our_words(kind, resource, wanted):
    report = read(kind, resource)
    assert (report.subject, report.status, report.reference, report.subject_ref) == wanted


def read(kind: str, resource: dict[str, Any], client: Any = None) -> Report:
    said = {"id": "WH-1", "event_type": kind, "resource": resource}
    return events.callback(client or Client({"url": "http://127.0.0.1:9", **LOGIN}), said).report


def test_amounts_reasons_and_days_are_read():
    paid = read("PAYMENT.CAPTURE.COMPLETED", CAPTURE)
    assert (paid.amount_centimes, paid.currency, paid.provider_ref) == (44_143, "EUR", "2GG279541U471931P")
    case = read("CUSTOMER.DISPUTE.CREATED", CASE)
    assert (case.amount_centimes, case.reason, case.due_at) == (
        44_143,
        "unauthorised",
        "2026-12-01T00:00:00Z",
    )
    assert read("PAYMENT.PAYOUTS-ITEM.FAILED", FAILED_ITEM).reason == "receiver_unknown"


@pytest.mark.parametrize("value", ["1e3", "-1.00", "1,00", "1.001", "", "441.43 ", "٤٤١"])
def test_an_amount_that_is_none_is_refused(value):
    strange = {**CAPTURE, "amount": {"currency_code": "EUR", "value": value}}
    with pytest.raises(BadCallback):
        read("PAYMENT.CAPTURE.COMPLETED", strange)


def test_a_dispute_without_our_reference_is_found_by_its_capture(payment):
    payment.gateway, payment.provider_ref = "paypal", "2GG2"
    payment.save()
    case = {**CASE, "disputed_transactions": [{"seller_transaction_id": "2GG2"}]}
    assert read("CUSTOMER.DISPUTE.CREATED", case).reference == payment.reference


@pytest.mark.parametrize(("cases", "wanted"), [([], "lost"), ([{"dispute_id": "PP-D-1"}], "ignored")])
def test_a_payment_taken_back_is_lost_unless_a_dispute_tells_of_it(cases, wanted):
    class Desk:
        @staticmethod
        def get(path: str, **asked: str) -> dict[str, Any]:
            assert (path, asked) == ("/v1/customer/disputes", {"disputed_transaction_id": "2GG2"})
            return {"items": cases}

    up = {"rel": "up", "href": "https://api.paypal.com/v2/payments/captures/2GG2", "method": "GET"}
    report = read("PAYMENT.CAPTURE.REVERSED", {**CAPTURE, "id": "REV1", "links": [up]}, Desk())
    assert report.status == wanted
    assert report.reference == "IM0123"
