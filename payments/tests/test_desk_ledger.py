"""T7 as staff use it: reports, an audit, a hold lifted by two, a correction from proposal to posting."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import person
from payments import services
from payments.models import AuditRun, LedgerCorrection, LedgerHold, LedgerTransaction
from payments.selectors import balance, is_on_hold
from payments.services import Leg, post
from payments.tests.test_audit import lawless
from payments.tests.test_holds import DRIFT, WRONG

pytestmark = pytest.mark.django_db
MODELS = ["ledgerseal", "auditrun", "ledgerhold", "ledgercorrection"]
LEDGER = ["ledgeraccount", "ledgertransaction", "ledgerentry", "ledgerseal", "auditrun", "ledgerhold"]


@pytest.fixture
def desk(client_of, staff) -> Any:
    return client_of(staff)


@pytest.fixture
def second_desk(client_of) -> Any:
    return client_of(person("second", "staff", is_staff=True, is_superuser=True))


@pytest.fixture
def parked(db) -> LedgerTransaction:
    legs = [Leg("suspense", "a", 50_000), Leg("bank", "", -50_000)]
    return LedgerTransaction.objects.get(pk=post(key="wrong", kind="park", legs=legs))


def press(desk: Any, model: str, action: str, pk: Any) -> Any:
    form = {"action": action, "_selected_action": [str(pk)], "confirmed": "1"}
    return desk.post(reverse(f"admin:payments_{model}_changelist"), form)


def words(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("model", MODELS)
def test_lists_are_cheap_and_cost_the_same_for_one_row_and_for_many(desk, staff, released, model):
    second, table = (
        person("second", "staff", is_staff=True, is_superuser=True),
        apps.get_model("payments", model),
    )
    one_of_each(1, staff, second)
    few, n_before = queries_of(desk, model), table.objects.count()
    for n in range(2, 5):
        one_of_each(n, staff, second)
    assert table.objects.count() >= n_before + 3
    assert queries_of(desk, model) == few <= 13


def one_of_each(n: int, staff: Any, second: Any) -> None:
    """A hold that one asked to lift and another lifted, a correction likewise, the runs and seals."""
    lawless(DRIFT.format(n, "influencer_available"))
    services.run_audit(by=staff)
    services.ask_lift(reason="Known, put right tonight", by=staff)
    services.lift_hold(by=second)
    lawless(DRIFT.format(-n, "influencer_available"))
    legs = [Leg("suspense", "a", n), Leg("bank", "", -n)]
    correction = services.propose_correction(legs=legs, reason="Booked twice", by=staff)
    services.approve_correction(correction_id=correction.pk, by=second)
    services.run_audit(by=staff)


def queries_of(desk: Any, model: str) -> int:
    url = reverse(f"admin:payments_{model}_changelist")
    desk.get(url)  # what the process remembers from then on is not counted
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", LEDGER)
@pytest.mark.parametrize("step", ["add", "change", "delete"])
def test_the_ledger_is_read_only(desk, released, model, step):
    services.run_audit()
    LedgerHold.objects.create(run=AuditRun.objects.get())
    row = {
        "ledgeraccount": "LedgerAccount",
        "ledgertransaction": "LedgerTransaction",
        "ledgerentry": "LedgerEntry",
        "ledgerseal": "LedgerSeal",
        "auditrun": "AuditRun",
        "ledgerhold": "LedgerHold",
    }[model]
    table = getattr(__import__("payments.models", fromlist=[row]), row)
    args = [] if step == "add" else [table.objects.first().pk]
    url = reverse(f"admin:payments_{model}_{step}", args=args)
    assert desk.post(url, {"post": "yes"}).status_code == 403


def test_the_trial_balance_is_read_and_kept(desk, released):
    url = reverse("admin:payments_ledgeraccount_trial")
    assert "4 770,00" in words(desk.get(url))
    sheet = desk.get(url, {"as": "csv"})
    assert sheet.headers["Content-Type"].startswith("text/csv")
    assert "MAD,influencer_available,1,3960.00,0.00,3960.00" in sheet.content.decode()


def test_what_has_not_cleared_is_listed(desk, parked):
    assert "500,00" in words(desk.get(reverse("admin:payments_ledgeraccount_ageing")))


def test_an_amount_is_followed(desk, released):
    fund = LedgerTransaction.objects.get(kind="fund")
    page = words(desk.get(reverse("admin:payments_ledgertransaction_trace", args=[fund.pk])))
    assert f"close:{released.pk}" in page


def test_the_books_are_examined_at_the_desk(desk, staff, released):
    url = reverse("admin:payments_auditrun_run_now")
    desk.get(url)
    assert not AuditRun.objects.exists()
    assert desk.post(url).status_code == 302
    assert AuditRun.objects.get().asked_by == staff
    assert (
        desk.get(reverse("admin:payments_auditrun_change", args=[AuditRun.objects.get().pk])).status_code
        == 200
    )


def test_a_hold_is_lifted_by_two(desk, second_desk, released):
    lawless(WRONG)
    services.run_audit()
    lift = reverse("admin:payments_ledgerhold_lift")
    desk.post(reverse("admin:payments_ledgerhold_ask_lift"), {"reason": "Known, put right tonight"})
    desk.post(lift)
    assert is_on_hold()
    second_desk.post(lift)
    assert not is_on_hold()


def test_from_a_wrong_transaction_to_its_reverse(desk, second_desk, parked):
    url = reverse("admin:payments_ledgertransaction_reverse", args=[parked.pk])
    assert desk.post(url, {"reason": "Booked twice"}).status_code == 302
    row = LedgerCorrection.objects.get()
    page = words(second_desk.get(reverse("admin:payments_ledgercorrection_change", args=[row.pk])))
    assert "500,00 MAD" in page
    press(desk, "ledgercorrection", "approve", row.pk)
    assert balance("suspense", "a") == 50_000
    press(second_desk, "ledgercorrection", "approve", row.pk)
    assert balance("suspense", "a") == 0


FREE = {
    "reason": "To the right wallet",
    "currency": "MAD",
    "kind_1": "suspense",
    "owner_1": "a",
    "amount_1": "-500",
    "kind_2": "suspense",
    "owner_2": "b",
    "amount_2": "500,00",
}


def test_free_legs_are_proposed(desk, parked):
    assert desk.post(reverse("admin:payments_ledgercorrection_add"), FREE).status_code == 302
    legs = [(leg["owner"], leg["amount_centimes"]) for leg in LedgerCorrection.objects.get().legs]
    assert legs == [("a", -50_000), ("b", 50_000)]


@pytest.mark.parametrize("amount", ["400", "x", ""])
def test_legs_that_do_not_fit_stay_in_the_form(desk, parked, amount):
    assert (
        desk.post(reverse("admin:payments_ledgercorrection_add"), {**FREE, "amount_2": amount}).status_code
        == 200
    )
    assert not LedgerCorrection.objects.exists()


@pytest.mark.parametrize("page", ["ledgeraccount_trial", "auditrun_run_now", "ledgercorrection_add"])
def test_strangers_and_other_staff_see_nothing(client_of, atlas, page):
    moderator = person("mode", "staff", is_staff=True)
    for user in (atlas, moderator):
        assert client_of(user).get(reverse(f"admin:payments_{page}")).status_code in {302, 403}
