from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from payments import services
from payments.models import FeeSchedule, LedgerEntry, LedgerTransaction, Payout, ProviderEvent, Refund
from payments.tests.conftest import NET, RIB, settle

pytestmark = pytest.mark.django_db
MODELS = [
    *("ledgeraccount", "ledgertransaction", "ledgerentry", "escrow", "payment", "providerevent", "refund"),
    *("payout", "payoutmethod", "feeschedule", "wallet", "spendapproval"),
]


@pytest.fixture
def desk(client_of, staff) -> Any:
    return client_of(staff)


@pytest.fixture
def payout(released, method, purse, amina) -> Payout:
    return services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


def press(desk: Any, model: str, action: str, row: Any, **more: str) -> Any:
    form = {"action": action, "_selected_action": [str(row.pk)], **more}
    return desk.post(reverse(f"admin:payments_{model}_changelist"), form)


@pytest.mark.parametrize("model", MODELS)
def test_lists_are_cheap(desk, payout, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"admin:payments_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_deleted_and_only_fees_are_added(desk, payout, model):
    assert desk.get(reverse(f"admin:payments_{model}_add")).status_code == (
        200 if model == "feeschedule" else 403
    )
    row = reverse(f"admin:payments_{model}_delete", args=[1 if model != "wallet" else payout.wallet_id])
    assert desk.post(row, {"post": "yes"}).status_code in {302, 403}


@pytest.mark.parametrize(
    ("model", "table"), [("ledgerentry", LedgerEntry), ("ledgertransaction", LedgerTransaction)]
)
def test_the_ledger_is_shown_and_not_typed_over(desk, payout, model, table):
    row = table.objects.first()
    url = reverse(f"admin:payments_{model}_change", args=[row.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"key": "forged", "amount_centimes": 1}).status_code == 403


def test_summed_accounts_show_their_sum(desk, released):
    page = desk.get(reverse("admin:payments_ledgeraccount_changelist"), {"kind": "platform_fees"})
    assert "675" in page.content.decode()


def test_a_step_asks_first(desk, payout):
    page = press(desk, "payout", "approve", payout)
    assert page.status_code == 200
    assert "3 960,00 MAD" in page.content.decode().replace("\u00a0", " ")
    assert Payout.objects.get().state == "requested"


def test_a_payout_goes_through_its_steps(desk, payout, clean):
    for action, more in [("approve", {}), ("send", {}), ("settle", {"bank_ref": "VIR-1"})]:
        assert press(desk, "payout", action, payout, confirmed="1", **more).status_code == 302
    payout.refresh_from_db()
    assert (payout.state, payout.bank_ref) == ("paid", "VIR-1")
    clean()


def test_settling_wants_the_bank_s_reference(desk, payout):
    assert press(desk, "payout", "settle", payout, confirmed="1").status_code == 200
    assert Payout.objects.get().state == "requested"


def test_a_step_that_is_not_open_says_so(desk, payout):
    press(desk, "payout", "settle", payout, confirmed="1", bank_ref="V")
    page = desk.get(reverse("admin:payments_payout_changelist"))
    assert Payout.objects.get().state == "requested"
    assert any(message.level_tag == "error" for message in page.context["messages"])


@pytest.mark.parametrize(("state", "is_shown"), [("requested", False), ("approved", True), ("paid", False)])
def test_the_rib_is_whole_only_while_it_is_needed(desk, payout, state, is_shown):
    Payout.objects.update(state=state)
    page = desk.get(reverse("admin:payments_payout_change", args=[payout.pk])).content.decode()
    assert (RIB[6:22] in page) == is_shown


def test_ribs_are_masked_in_their_list(desk, method):
    page = desk.get(reverse("admin:payments_payoutmethod_changelist")).content.decode()
    assert RIB[-4:] in page
    assert RIB[6:22] not in page


def test_a_callback_is_replayed_without_moving_money_twice(desk, held, payment, clean):
    body = {"reference": payment.reference, "status": "paid", "amount_centimes": payment.amount_centimes}
    event = services.store_provider_event(gateway="sandbox", external_id="e", body=body, raw="{}")
    press(desk, "providerevent", "replay", event, confirmed="1")
    assert ProviderEvent.objects.get().outcome == "second_capture"
    clean()


def test_parked_money_is_sent_back_from_the_desk(desk, payment, clean):
    settle(payment, amount_centimes=700)
    press(desk, "payment", "send_parked_back", payment, confirmed="1")
    assert Refund.objects.get().amount_centimes == 700
    clean()


def test_a_refused_refund_is_tried_again(desk, held):
    services.refund(escrow_id=held.pk, reason="x")
    Refund.objects.update(state="failed")
    press(desk, "refund", "retry", Refund.objects.get(), confirmed="1")
    assert Refund.objects.get().state == "sending"


def fee_form(days: int) -> dict[str, Any]:
    starts = timezone.localtime() + timedelta(days=days)
    rates = {"brand_fee_bps": 400, "influencer_fee_bps": 900, "vat_bps": 2000, "note": "Autumn"}
    return {"starts_at_0": f"{starts:%Y-%m-%d}", "starts_at_1": "10:00", **rates}


def test_fees_are_added_for_a_moment_to_come(desk, staff):
    assert desk.post(reverse("admin:payments_feeschedule_add"), fee_form(3)).status_code == 302
    assert FeeSchedule.objects.get(note="Autumn").made_by == staff


def test_fees_are_not_added_for_the_past(desk):
    assert desk.post(reverse("admin:payments_feeschedule_add"), fee_form(-3)).status_code == 200
    assert not FeeSchedule.objects.filter(note="Autumn").exists()


@pytest.mark.parametrize("name", ["amina", "atlas"])
def test_the_desk_is_for_staff(client_of, request, name):
    client = client_of(request.getfixturevalue(name))
    assert client.get(reverse("admin:payments_payout_changelist")).status_code == 302
