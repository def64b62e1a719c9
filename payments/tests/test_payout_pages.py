"""The accounts page, the schedule, PayPal, and the desk's batches, through their doors."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from payments import services
from payments.models import Payout, PayoutBatch, PayoutMethod, PayoutSchedule
from payments.tests.conftest import NET, RIB
from payments.tests.test_admin import press
from payments.tests.test_payouts import other_rib
from payments.tests.test_views import GAINS, text

pytestmark = pytest.mark.django_db
ACCOUNTS = "/fr/createur/gains/comptes"
API = "/api/finances"


@pytest.fixture
def creator(client_of, amina) -> Any:
    return client_of(amina)


@pytest.fixture
def desk(client_of, staff) -> Any:
    return client_of(staff)


@pytest.fixture
def paypal_on(settings) -> None:
    settings.PAYOUT_RAILS = {**settings.PAYOUT_RAILS, "paypal": {"client": "x"}}
    settings.PAYPAL_PAYOUT_COUNTRIES = ["MA"]


@pytest.fixture
def payout(released, method, purse, amina) -> Payout:
    return services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


def test_accounts_are_listed_masked_with_their_hold(creator, method, purse, amina):
    services.add_payout_method(wallet=purse, holder_name="Amina B", rib=other_rib(), by=amina)
    page = text(creator.get(ACCOUNTS))
    assert "•••• 5649" in page
    assert "s'ouvrent" in page.replace("\u2019", "'").replace("&#x27;", "'")
    assert RIB not in page


def test_another_default_and_a_removal(creator, method, purse, amina):
    other = services.add_payout_method(wallet=purse, holder_name="Amina", rib=other_rib(), by=amina)
    assert creator.post(f"{ACCOUNTS}/{method.pk}/principal").status_code == 302
    assert PayoutMethod.objects.get(is_default=True) == method
    assert other.hint in text(creator.get(f"{ACCOUNTS}/{other.pk}/retirer"))
    assert creator.post(f"{ACCOUNTS}/{other.pk}/retirer").status_code == 302
    assert PayoutMethod.objects.get(removed_at=None) == method


def test_a_schedule_is_chosen(creator, purse):
    form = {"every": "month", "weekday": "2", "month_day": "15", "at_least": "500"}
    assert creator.post(f"{ACCOUNTS}/calendrier", form).status_code == 302
    row = PayoutSchedule.objects.get(wallet=purse)
    assert (row.every, row.month_day, row.at_least_centimes, row.next_run_on.day) == ("month", 15, 50_000, 15)


def test_a_schedule_that_does_not_fit_comes_back(creator, purse):
    answer = creator.post(f"{ACCOUNTS}/calendrier", {"every": "month", "month_day": "31", "weekday": "0"})
    assert (answer.status_code, PayoutSchedule.objects.count()) == (422, 0)


def test_paypal_is_added_where_it_is_offered(creator, purse, paypal_on):
    form = {"address": "amina@example.ma", "currency": "EUR"}
    assert creator.get(f"{ACCOUNTS}/paypal").status_code == 200
    assert creator.post(f"{ACCOUNTS}/paypal", {**form, "address": "nowhere"}).status_code == 422
    assert creator.post(f"{ACCOUNTS}/paypal", form).status_code == 302
    assert (PayoutMethod.objects.get().kind, PayoutMethod.objects.count()) == ("paypal", 1)


def test_paypal_is_refused_where_it_is_not(creator, purse):
    assert creator.get(f"{ACCOUNTS}/paypal").status_code == 409


def test_a_transfer_on_its_way_says_when_and_why_it_is_late_and_can_be_cancelled(creator, payout, staff):
    day = timezone.localdate() + timedelta(days=9)
    services.delay_payout(payout_id=payout.pk, reason="day_off", expected_on=day, by=staff)
    assert "Un jour férié est tombé entre-temps." in text(creator.get(GAINS))
    assert creator.post(f"/fr/createur/gains/virement/{payout.pk}/annuler").status_code == 302
    assert "Annulé" in text(creator.get(GAINS))
    assert Payout.objects.get().reason == "cancelled_by_you"


def test_somebody_else_cancels_nothing(client_of, omar, payout):
    answer = client_of(omar).post(f"/fr/createur/gains/virement/{payout.pk}/annuler")
    assert (answer.status_code, Payout.objects.get().state) == (404, "requested")


def test_below_the_minimum_the_next_run_says_so(creator, released, method, purse, amina):
    services.request_payout(wallet=purse, amount_centimes=NET - 5_000, by=amina)
    today = timezone.localdate()
    PayoutSchedule.objects.create(wallet=purse, next_run_on=today)
    services.run_schedule(wallet_id=purse.pk, on=today)
    page = text(creator.get(GAINS))
    assert "Prochain virement automatique" in page
    assert "Moins que le minimum était disponible." in page


def test_the_desk_builds_releases_and_exports(desk, client_of, colleague, payout, staff, clean):
    press(desk, "payout", "approve", payout, confirmed="1")
    built = press(desk, "payout", "build", payout)
    batch = PayoutBatch.objects.get()
    assert built["Location"] == reverse("admin:payments_payoutbatch_change", args=[batch.pk])
    assert "5649" in desk.get(built["Location"]).content.decode()
    press(desk, "payoutbatch", "release", batch, confirmed="1")
    assert PayoutBatch.objects.get().state == "built"
    other = client_of(colleague)
    press(other, "payoutbatch", "release", batch, confirmed="1")
    url = reverse("admin:payments_payoutbatch_file", args=[batch.pk, "csv"])
    first, again = other.get(url), desk.get(url)
    assert (first.content, first["Cache-Control"]) == (again.content, "no-store")
    assert RIB.encode() in first.content
    press(desk, "payoutbatch", "hand_over", batch, confirmed="1")
    press(desk, "payoutbatch", "settle_all", batch, confirmed="1", bank_ref="VIR-1")
    assert (PayoutBatch.objects.get().state, Payout.objects.get().state) == ("sent", "paid")
    clean()


def test_the_desk_fails_with_a_reason_of_the_list(desk, payout):
    press(desk, "payout", "fail", payout, confirmed="1", reason="because")
    assert Payout.objects.get().state == "requested"
    press(desk, "payout", "fail", payout, confirmed="1", reason="wrong_rib", note="Dit la banque")
    assert (Payout.objects.get().reason, Payout.objects.get().note) == ("wrong_rib", "Dit la banque")


def test_nobody_without_the_right_gets_a_file(client_of, amina, released, purse):
    batch = PayoutBatch.objects.create(made_by=amina)
    url = reverse("admin:payments_payoutbatch_file", args=[batch.pk, "csv"])
    assert client_of(amina).get(url).status_code in {302, 403, 404}


def test_methods_and_schedule_over_the_api(who, method, purse, amina):
    other = services.add_payout_method(wallet=purse, holder_name="Amina", rib=other_rib(), by=amina)
    client = who("amina")
    rows = client.get(f"{API}/payout-methods").json()["results"]
    assert [(row["is_default"], row["is_usable"]) for row in rows] == [(True, False), (False, True)]
    assert client.put(f"{API}/payout-methods/{method.pk}/default").json()["is_default"]
    assert client.delete(f"{API}/payout-methods/{other.pk}").status_code == 204
    wish = {"every": "week", "weekday": 4, "at_least": {"amount": "500.00", "currency": "MAD"}}
    assert client.put(f"{API}/payout-schedule", wish, format="json").status_code == 200
    shown = client.get(f"{API}/payout-schedule").json()
    assert (shown["weekday"], shown["at_least"]["amount"]) == (4, "500.00")


def test_a_payout_says_its_reason_as_a_code_and_in_words(who, payout, staff):
    services.fail_payout(payout_id=payout.pk, reason="account_closed", note="secret of staff", by=staff)
    answer = who("amina").get(f"{API}/payouts/{payout.pk}", headers={"Accept-Language": "fr"})
    body = answer.json()
    assert (body["status"], body["reason"], body["reason_text"]) == (
        "failed",
        "account_closed",
        "Le compte est clos. Ajoutez-en un autre.",
    )
    assert "secret of staff" not in answer.content.decode()


def test_a_payout_is_cancelled_over_the_api_once_per_key(who, payout, clean):
    url, key = f"{API}/payouts/{payout.pk}/cancel", {"Idempotency-Key": "c"}
    told = [who("amina").post(url, headers=key) for _ in range(2)]
    assert [one.status_code for one in told] == [200, 200]
    assert told[1].json()["reason"] == "cancelled_by_you"
    clean()


def test_another_account_is_named_over_the_api(who, released, method, purse, amina):
    services.add_payout_method(wallet=purse, holder_name="Amina", rib=other_rib(), by=amina)
    body = {"amount": {"amount": "3960.00", "currency": "MAD"}}
    assert who("amina").post(f"{API}/request-payout", body, format="json").json()["code"] == (
        "payout_method_on_hold"
    )
    body["method"] = str(method.pk)
    assert who("amina").post(f"{API}/request-payout", body, format="json").status_code == 201


def test_batches_over_the_api(who, payout, staff, colleague):
    services.approve_payout(payout_id=payout.pk, by=staff)
    made = who("staff").post("/api/admin/payout-batches", {}, format="json").json()
    assert (made["n"], made["total"]["amount"], made["status"]) == (1, "3960.00", "built")
    url = f"/api/admin/payout-batches/{made['id']}"
    assert who("staff").put(f"{url}/release").json()["code"] == "batch_needs_checker"
    services.release_batch(batch_id=made["id"], by=colleague)
    assert RIB.encode() in who("staff").get(f"{url}/file/csv").content
    assert who("staff").put(f"{url}/settle", {"bank_ref": "V"}, format="json").status_code == 200
    assert Payout.objects.get().state == "paid"
