"""The JSON doors, tried by everybody: who gets in, what they see, and that a refusal changes nothing."""

from typing import Any

import pytest

from kit.ids import uuid7
from payments import services
from payments.models import Payment, Payout, PayoutMethod
from payments.tests.conftest import NET, RIB

pytestmark = pytest.mark.django_db
INTENT = "/api/payments/create-payment-intent"
CONFIRM = "/api/payments/confirm-payment"
MAD = {"currency": "MAD"}


INTENT_MATRIX = [
    ("atlas", 201),
    ("finance_fz", 201),
    ("salma", 403),
    ("viewer", 403),
    ("amina", 403),
    ("omar", 404),
    ("rival", 404),
    ("staff", 404),
    ("anonymous", 401),
]


@pytest.mark.parametrize(("name", "status"), INTENT_MATRIX)
def test_who_may_pay(who, escrow, name, status):
    answer = who(name).post(INTENT, {"collaboration": str(escrow.deal_id)}, format="json")
    assert (answer.status_code, Payment.objects.count()) == (status, int(status == 201))


def test_an_intent_says_where_to_go(who, escrow):
    body = (
        who("atlas")
        .post(INTENT, {"collaboration": str(escrow.deal_id), "gateway": "sandbox"}, format="json")
        .json()
    )
    assert (body["status"], body["amount"]) == ("pending", {"amount": "4770.00", **MAD})
    action = body["action"]
    assert (action["kind"], action["url"]) == ("form", "http://testserver/sandbox-bank/pay")
    assert action["fields"]["return_url"].endswith(f"/paiement/retour/{body['id']}")


def test_asking_again_returns_the_open_payment(who, escrow):
    asked = [
        who(name).post(INTENT, {"collaboration": str(escrow.deal_id)}, format="json")
        for name in ["atlas", "finance_fz"]
    ]
    assert asked[0].json()["id"] == asked[1].json()["id"]


def test_the_same_key_gets_the_same_answer(who, escrow):
    client, headers = who("atlas"), {"Idempotency-Key": "k1"}
    asked = {"collaboration": str(escrow.deal_id)}
    first = client.post(INTENT, asked, format="json", headers=headers)
    again = client.post(INTENT, asked, format="json", headers=headers)
    assert (again.content, again.headers["Idempotent-Replayed"]) == (first.content, "true")


def test_the_same_key_gets_the_same_answer_after_another_has_asked(who, escrow, monkeypatch):
    client, asked = who("atlas"), {"collaboration": str(escrow.deal_id)}
    first = client.post(INTENT, asked, format="json", headers={"Idempotency-Key": "k1"})
    monkeypatch.setattr("kit.signatures.time.time", lambda: 1_900_000_000)
    other = client.post(INTENT, asked, format="json", headers={"Idempotency-Key": "k2"})
    assert other.json()["id"] == first.json()["id"]
    assert other.json()["action"] != first.json()["action"]
    for key, answer in {"k1": first, "k2": other}.items():
        again = client.post(INTENT, asked, format="json", headers={"Idempotency-Key": key})
        assert again.content == answer.content


def test_a_gateway_we_do_not_have(who, escrow):
    answer = who("atlas").post(
        INTENT, {"collaboration": str(escrow.deal_id), "gateway": "cmi"}, format="json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "gateway_not_configured")
    assert not Payment.objects.exists()


def test_what_is_paid_is_not_paid_again(who, held):
    answer = who("atlas").post(INTENT, {"collaboration": str(held.deal_id)}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_an_attempt_that_is_being_checked_is_not_doubled(who, escrow, payment):
    services.mark_unknown(payment_id=payment.pk)
    answer = who("atlas").post(INTENT, {"collaboration": str(escrow.deal_id)}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "payment_being_checked")


def test_confirming_never_believes_the_client(who, payment, settings):
    settings.PAYMENT_GATEWAYS = {"sandbox": {"url": "http://127.0.0.1:9", "secret": "x" * 32}}
    asked = {"payment": str(payment.pk), "status": "paid", "amount": "4770.00"}
    answer = who("atlas").post(CONFIRM, asked, format="json")
    assert (answer.status_code, answer.json()["code"]) == (503, "gateway_unreachable")
    assert Payment.objects.get().state == "unknown"


@pytest.mark.parametrize(
    ("name", "status"), [("viewer", 200), ("amina", 404), ("omar", 404), ("anonymous", 401)]
)
def test_who_may_ask_what_became_of_a_payment(who, held, payment, name, status):
    assert who(name).post(CONFIRM, {"payment": str(payment.pk)}, format="json").status_code == status


@pytest.mark.parametrize("body", [{}, {"collaboration": "x"}, {"collaboration": None}, []])
def test_an_intent_without_sense_is_a_400(who, escrow, body):
    assert who("atlas").post(INTENT, body, format="json").status_code == 400


def test_history_is_each_side_s_own(who, released):
    brand = who("viewer").get("/api/payments/history").json()["results"]
    creator = who("amina").get("/api/payments/history").json()["results"]
    assert [(row["kind"], row["amount"]["amount"]) for row in brand] == [("payment", "-4770.00")]
    assert [(row["kind"], row["amount"]["amount"]) for row in creator] == [("earning", "3960.00")]
    assert who("rival").get("/api/payments/history").json()["results"] == []


def test_history_pages_and_filters(who, released, payment):
    for _ in range(3):
        Payment.objects.create(
            escrow=payment.escrow,
            gateway="sandbox",
            reference=uuid7().hex,
            state="failed",
            amount_centimes=1,
            escrow_centimes=1,
            made_by=payment.made_by,
        )
    client = who("atlas")
    first = client.get("/api/payments/history?page_size=2&kind=payment").json()
    second = client.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (2, 2, None)
    assert len(client.get("/api/payments/history?status=paid").json()["results"]) == 1


@pytest.fixture
def many_payouts(purse, method, amina) -> None:
    for _ in range(30):
        row = {"wallet": purse, "method": method, "requested_by": amina}
        Payout.objects.create(**row, amount_centimes=1, expected_on="2026-12-01")


@pytest.mark.parametrize(("url", "n"), [("/api/payments/history", 2), ("/api/finances/payouts", 1)])
def test_lists_cost_the_same_for_many_rows(who, many_payouts, url, n, django_assert_num_queries):
    client = who("amina")
    with django_assert_num_queries(n):
        assert len(client.get(url).json()["results"]) == 20


def test_earnings(who, held):
    body = who("amina").get("/api/finances/earnings").json()
    assert (body["protected"]["amount"], body["available"]["amount"]) == ("3960.00", "0.00")
    assert body["minimum_payout"]["amount"] == "100.00"


@pytest.mark.parametrize("name", ["atlas", "staff"])
@pytest.mark.parametrize("url", ["/api/finances/earnings", "/api/finances/payout-methods"])
def test_people_without_an_earning_wallet(who, name, url):
    assert who(name).get(url).status_code == 403


def test_a_rib_is_kept_and_read_back_masked(who, purse):
    answer = who("amina").post(
        "/api/finances/payout-methods",
        {"holder_name": "Amina B", "rib": "230 780 1234567890123456 49"},
        format="json",
    )
    assert (answer.status_code, answer.json()["rib"]) == (201, "•••• 5649")
    assert RIB not in PayoutMethod.objects.get().address_encrypted
    assert RIB not in who("amina").get("/api/finances/payout-methods").content.decode()


@pytest.mark.parametrize(
    ("rib", "code"),
    [
        (RIB[:-1], "rib_length"),
        (RIB[:-1] + "0", "rib_key"),
        (RIB[:-1] + "x", "rib_letters"),
        ("", "blank"),
    ],
)
def test_a_wrong_rib_says_what_is_wrong(who, purse, rib, code):
    answer = who("amina").post(
        "/api/finances/payout-methods", {"holder_name": "A", "rib": rib}, format="json"
    )
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [("rib", code)]
    assert not PayoutMethod.objects.exists()


def ask(client: Any, amount: str = "3960.00", key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        "/api/finances/request-payout", {"amount": {"amount": amount, **MAD}}, format="json", headers=headers
    )


def test_a_payout_is_asked_for_once_per_key(who, released, method, clean):
    first, again = ask(who("amina"), key="p1"), ask(who("amina"), key="p1")
    assert (first.status_code, first.content) == (201, again.content)
    assert Payout.objects.count() == 1
    assert ask(who("amina"), "100.00", key="p1").json()["code"] == "idempotency_mismatch"
    clean()


@pytest.mark.parametrize(("amount", "code"), [("99.99", "below_minimum"), ("3960.01", "insufficient_funds")])
def test_a_payout_that_does_not_fit(who, released, method, amount, code, clean):
    answer = ask(who("amina"), amount)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not Payout.objects.exists()
    clean()


def test_a_payout_without_a_rib(who, released):
    assert ask(who("amina")).json()["code"] == "no_payout_method"


@pytest.mark.parametrize(
    ("name", "status"), [("omar", 409), ("atlas", 403), ("staff", 403), ("anonymous", 401)]
)
def test_nobody_else_moves_aminas_money(who, released, method, name, status):
    assert ask(who(name)).status_code == status
    assert not Payout.objects.exists()


@pytest.fixture
def payout(released, method, purse, amina) -> Payout:
    return services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


def test_staff_take_a_payout_to_its_end(who, payout, clean):
    client = who("staff")
    for step, body in [("approve", {}), ("send", {}), ("settle", {"bank_ref": "VIR-1"})]:
        answer = client.put(f"/api/admin/payouts/{payout.pk}/{step}", body, format="json")
        assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["approved_by"]) == ("paid", "staff@example.ma")
    assert who("amina").get("/api/finances/payouts").json()["results"][0]["status"] == "paid"
    clean()


@pytest.mark.parametrize("name", ["amina", "atlas", "omar", "anonymous"])
@pytest.mark.parametrize("step", ["approve", "send", "settle", "fail"])
def test_only_staff_touch_payouts(who, payout, name, step):
    answer = who(name).put(
        f"/api/admin/payouts/{payout.pk}/{step}", {"reason": "other", "bank_ref": "x"}, format="json"
    )
    assert answer.status_code == (401 if name == "anonymous" else 403)
    assert Payout.objects.get().state == "requested"


STAFF_READS = ["/api/admin/payouts", "/api/admin/ledger/check", "/api/admin/ledger/books?deal="]


@pytest.mark.parametrize("url", STAFF_READS)
@pytest.mark.parametrize(
    ("name", "status"), [("staff", 200), ("amina", 403), ("viewer", 403), ("anonymous", 401)]
)
def test_who_reads_the_house_s_money(who, payout, released, url, name, status):
    url = f"{url}{released.deal_id}" if url.endswith("=") else url
    assert who(name).get(url).status_code == status


def test_the_books_of_a_deal(who, released):
    body = who("staff").get(f"/api/admin/ledger/books?deal={released.deal_id}").json()
    shown = {name: part["amount"] for name, part in body.items() if isinstance(part, dict)}
    assert shown == {
        "paid": "4770.00",
        "released": "3960.00",
        "fee": "675.00",
        "vat": "135.00",
        "withheld": "0.00",
        "refunded": "0.00",
        "held": "0.00",
    }
    assert (body["balances"], body["currency"]) == (True, "MAD")


def test_the_auditor_over_the_api(who, released):
    assert who("staff").get("/api/admin/ledger/check").json() == {"ok": True, "findings": []}


def test_books_ask_for_a_deal(who):
    assert who("staff").get("/api/admin/ledger/books").status_code == 400


def test_steps_out_of_order_are_refused(who, payout):
    answer = who("staff").put(f"/api/admin/payouts/{payout.pk}/settle", {"bank_ref": "V"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert who("staff").put(f"/api/admin/payouts/{uuid7()}/approve", {}, format="json").status_code == 404
