"""CMI from end to end: its page in a process of its own, callbacks to a live site, our answers, its API."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from payments import gateways, services
from payments.gateways.cmi_api import CmiApi
from payments.models import Escrow, LedgerTransaction, Payment, ProviderEvent, Refund, Wallet
from payments.selectors import audit, balance, label_of, mode_of
from payments.tasks import check_capture, handle_provider_event, poll_unsettled, send_refunds
from payments.tests.bank import at_cmi, running
from payments.tests.conftest import TOTAL

BACK = "http://shop.test/ar/paiement/retour/1"
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def cmi_url(tmp_path_factory) -> Any:
    with running("sandbox_cmi", tmp_path_factory.mktemp("cmi"), "--every", "0.3") as url:
        yield url


@pytest.fixture
def cmi(cmi_url, settings, live_server) -> str:
    settings.SITE_URL = live_server.url
    here = {"url": f"{cmi_url}/fim/est3Dgate", "api_url": f"{cmi_url}/fim/api"}
    shop = {**settings.CMI_SHOPS["cmi"], **here}
    settings.PAYMENT_GATEWAYS = {"cmi": shop, "cmi-naps": {**shop, "label": "Naps"}}
    return cmi_url


@pytest.fixture
def payment(cmi, escrow, atlas) -> Payment:
    return services.create_payment(escrow_id=escrow.pk, gateway="cmi", by=atlas)


@pytest.fixture
def play(cmi, payment) -> Callable[..., dict]:
    """Go to the page, press a button; what the browser would carry back."""

    def press(scenario: str, **more: str) -> dict:
        action = gateways.start(payment, return_url=BACK, locale="ar")
        asked = {**action["fields"], "scenario": scenario, **more}
        answer = requests.post(action["url"], data=asked, headers=JSON, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return press


def until(true: Callable[[], Any], seconds: float = 10) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def delivered(n: int = 1) -> list[str]:
    assert until(lambda: ProviderEvent.objects.count() >= n)
    ids = ProviderEvent.objects.order_by("id").values_list("pk", flat=True)
    return [handle_provider_event(pk) for pk in ids]


def rows_of(cmi: str, payment: Payment) -> list[dict]:
    return at_cmi(cmi, "order", "GET", oid=payment.reference)["rows"]


def states(cmi: str, payment: Payment) -> list[str]:
    return [row["stat"] for row in rows_of(cmi, payment)]


def make_old(payment: Payment) -> None:
    Payment.objects.update(made_at=payment.made_at.replace(year=2025))


def test_our_answer_makes_cmi_capture(cmi, play, payment):
    play("approve")
    assert delivered() == ["credited"]
    assert until(lambda: states(cmi, payment) == ["C"])
    assert (Escrow.objects.get().state, balance("escrow", payment.escrow_id)) == ("held", TOTAL)
    assert audit() == []


@pytest.mark.parametrize(
    ("scenario", "outcome"), [("escaped", "credited"), ("half_secure", "credited"), ("decline", "failed")]
)
def test_other_answers_of_cmi(play, scenario, outcome):
    play(scenario)
    assert delivered() == [outcome]


def test_a_declined_try_and_a_good_one_in_one_order_end_paid(cmi, play, payment):
    play("decline_then_approve")
    assert delivered(2) == ["failed", "credited"]
    assert until(lambda: states(cmi, payment) == ["D", "C"])
    assert (Escrow.objects.get().state, audit()) == ("held", [])


def test_catalogue_07_an_answer_that_got_lost_is_made_good(cmi, play, payment):
    """PreAuth taken, ACTION=POSTAUTH never arrived: the check after the credit captures."""
    play("lost_answer")
    assert delivered() == ["credited"]
    assert states(cmi, payment) == ["A"]
    assert check_capture(str(payment.pk)) == "duplicate"
    assert states(cmi, payment) == ["C"]
    assert LedgerTransaction.objects.count() == 1
    assert audit() == []


def test_catalogue_07_a_callback_that_never_came_is_made_good_by_asking(cmi, play, payment):
    play("silent")
    make_old(payment)
    poll_unsettled()
    assert (Escrow.objects.get().state, states(cmi, payment)) == ("held", ["C"])
    assert not ProviderEvent.objects.exists()
    assert audit() == []


@pytest.mark.parametrize(
    ("scenario", "outcome", "failure"),
    [
        ("unsecured", "failed", "not_secured"),
        ("wrong_amount", "wrong_amount", "wrong_amount"),
        ("wrong_currency", "wrong_currency", "wrong_currency"),
    ],
)
def test_catalogue_08_one_thing_that_does_not_fit_is_enough(cmi, play, payment, scenario, outcome, failure):
    """Approved and 00 are not enough: nothing is captured, nothing is credited."""
    play(scenario)
    assert delivered() == [outcome]
    payment.refresh_from_db()
    assert (payment.state, payment.failure, states(cmi, payment)) == ("failed", failure, ["A"])
    assert not LedgerTransaction.objects.exists()
    gateways.ask(payment)
    assert states(cmi, payment) == ["V"]  # what was reserved is let go
    assert Escrow.objects.get().state == "pending"
    assert audit() == []


def test_catalogue_09_no_setting_turns_the_hash_off(cmi, play, settings):
    play("forged")
    time.sleep(1)
    assert not ProviderEvent.objects.exists()
    switches = [name for name in settings.CMI_SHOPS["cmi"] if "hash" in name or "verify" in name]
    assert switches == []


def test_catalogue_10_a_duplicate_is_answered_the_same_and_does_nothing(play, settings, client):
    play("approve")
    assert delivered() == ["credited"]
    body = ProviderEvent.objects.get().raw
    for _ in range(3):
        answer = client.post(
            "/api/payments/callbacks/cmi", body, content_type="application/x-www-form-urlencoded"
        )
        assert (answer.status_code, answer.content) == (200, b"ACTION=POSTAUTH")
        assert answer.headers["Content-Type"].startswith("text/plain")
    assert delivered() == ["credited"]
    assert LedgerTransaction.objects.count() == 1


def test_catalogue_11_the_browser_coming_back_moves_nothing(play, payment, client):
    """The page posts the whole approved answer back, without cookies: it only leads on."""
    told = play("silent")
    path = f"/ar/paiement/arrivee/{payment.pk}"
    assert told["return_url"] == f"http://shop.test{path}"
    for method in (client.post, client.get):
        answer = method(path, told["told"])
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/ar/paiement/retour/{payment.pk}")
    assert Escrow.objects.get().state == "pending"
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer nobody's"}])
def test_without_the_store_key_nobody_looks_behind_it_or_acts_for_it(cmi, play, payment, shown):
    play("silent")
    told = {"oid": payment.reference, "answer": "ACTION=POSTAUTH"}
    told["trans"] = rows_of(cmi, payment)[0]["trans"]
    seen = [
        requests.request(method, f"{cmi}/sandbox/{lever}", params=told, data=told, headers=shown, timeout=5)
        for method in ("GET", "POST")
        for lever in ("order", "violations", "answer", "settle")
    ]
    assert {(one.status_code, one.text) for one in seen} == {(401, '{"error": "store_key_wanted"}')}
    assert states(cmi, payment) == ["A"]


def test_another_order_waits_for_staff_and_is_not_captured(cmi, play, payment):
    play("wrong_order")
    assert delivered() == ["unknown_reference"]
    assert states(cmi, payment) == ["A"]


def test_a_reservation_that_nobody_waits_for_is_let_go(cmi, play, payment):
    play("silent")
    services.cancel_escrow(escrow_id=payment.escrow_id)
    gateways.ask(Payment.objects.get())
    assert states(cmi, payment) == ["V"]
    assert audit() == []


def test_a_refund_after_the_days_end_is_a_credit_made_once(cmi, play, payment):
    play("approve")
    delivered()
    assert until(lambda: states(cmi, payment) == ["C"])
    at_cmi(cmi, "settle", oid=payment.reference)
    services.split(escrow_id=payment.escrow_id, influencer_price_centimes=100_000, reason="half")
    send_refunds()
    refund = Refund.objects.select_related("payment__escrow").get()
    gateways.send_refund(refund)
    rows = rows_of(cmi, payment)
    assert [(row["type"], row["captured"]) for row in rows[1:]] == [("C", refund.amount_centimes)]
    assert (refund.state, audit()) == ("done", [])


def test_money_that_went_back_by_hand_stops_our_refund(cmi, play, payment, settings):
    play("approve")
    delivered()
    assert until(lambda: states(cmi, payment) == ["C"])
    at_cmi(cmi, "settle", oid=payment.reference)
    shop = CmiApi(settings.PAYMENT_GATEWAYS["cmi"])
    shop.give_back(payment.reference, amount=1_000, before=0, currency="MAD")
    services.refund(escrow_id=payment.escrow_id, reason="cancelled")
    send_refunds()
    assert (Refund.objects.get().state, Refund.objects.get().failure) == ("failed", "sent_back_by_hand")


def test_a_wrong_password_is_no_answer(cmi, play, payment, settings):
    play("silent")
    settings.PAYMENT_GATEWAYS = {"cmi": {**settings.PAYMENT_GATEWAYS["cmi"], "api_password": "x"}}
    make_old(payment)
    poll_unsettled()
    assert Payment.objects.get().state == "unknown"


def test_several_acquirers_stand_beside_each_other(cmi, escrow, atlas, client):
    payment = services.create_payment(escrow_id=escrow.pk, gateway="cmi-naps", by=atlas)
    action = gateways.start(payment, return_url=BACK, locale="fr")
    asked = {**action["fields"], "scenario": "approve"}
    assert requests.post(action["url"], data=asked, headers=JSON, timeout=5).ok
    assert delivered() == ["credited"]
    assert balance("provider_clearing", "cmi-naps") == -TOTAL
    assert ("Naps" in label_of("cmi-naps"), mode_of("cmi-naps")) == (True, "sandbox")


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("https://payment.acquirer.test.ma/fim/est3Dgate", "sandbox"),
        ("https://testpayment.acquirer.ma/fim/est3Dgate", "sandbox"),
        ("https://payment.acquirer.ma/fim/est3Dgate", "live"),
        ("http://payment.acquirer.ma/fim/est3Dgate", "sandbox"),
    ],
)
def test_an_acquirer_says_whether_it_is_live(settings, url, mode):
    settings.PAYMENT_GATEWAYS = {"cmi": {**settings.CMI_SHOPS["cmi"], "url": url}}
    assert mode_of("cmi") == mode


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("شركة أطلس للأركان", "Chrka Atls Llarkan"),
        ("Documents & Co", "docs Co"),
        ("日本", "Client"),
        ("Société d'Œuvres", "Societe d OEuvres"),
    ],
)
def test_names_are_sent_in_letters_that_cmi_takes(cmi, payment, name, sent):
    Wallet.objects.filter(pk=payment.escrow.payer_id).update(name=name)
    payment.escrow.payer.refresh_from_db()
    action = gateways.start(payment, return_url=BACK, locale="fr")
    assert action["fields"]["BillToName"] == sent
    answer = requests.post(action["url"], data=action["fields"], headers=JSON, timeout=5)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "change", [{"amount": "1.00"}, {"oid": "IM 1"}, {"pan": "4000000000000010"}, {"HASH": "x"}]
)
def test_the_pretended_cmi_refuses_what_cmi_would(cmi, payment, change):
    action = gateways.start(payment, return_url=BACK, locale="fr")
    answer = requests.post(action["url"], data={**action["fields"], **change}, headers=JSON, timeout=5)
    said = answer.json()["violations"]
    assert (answer.status_code, bool(said)) == (400, True)
    assert set(said) <= set(at_cmi(cmi, "violations", "GET")["violations"])


@pytest.mark.parametrize(("locale", "way"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_its_page_speaks_three_languages_and_leads_back(cmi, payment, locale, way):
    action = gateways.start(payment, return_url=BACK, locale=locale)
    page = requests.post(action["url"], data=action["fields"], timeout=5)
    assert f'<html lang="{locale}" dir="{way}">' in page.text
    assert "4770.00 MAD" in page.text
    pressed = requests.post(
        page.url, data={"order": page.url.partition("order=")[2], "scenario": "approve"}, timeout=5
    )
    assert action["fields"]["okUrl"] in pressed.text
    assert delivered() == ["credited"]
