"""Whatever outlived its limit is listed, and nothing else is."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.services import run_clocks
from campaigns.tests.test_time import START, World, briefs, contracts, negotiations, pieces
from events.models import Event
from files.models import Blob, File, Upload
from influmaroc.stuck import stuck
from payments import services
from payments.gateways import RefundAnswer
from payments.gateways.sandbox import SandboxGateway
from payments.models import Escrow, Payment, Payout, ProviderEvent, Refund
from payments.tasks import send_refunds
from payments.tests.conftest import RIB
from plans.models import CardPlan, CardWish, Plan, Subscription
from privacy.models import Deletion
from privacy.services import ask_deletion

pytestmark = pytest.mark.django_db
Given = Callable[[str], Any]


def ago(**span: int) -> Any:
    return timezone.now() - timedelta(**span)


def an_application(given: Given) -> None:
    given("application")
    Application.objects.update(due_at=ago(hours=2))


def a_campaign_without_a_deadline(given: Given) -> None:
    given("campaign")
    Campaign.objects.update(due_at=None)


def a_contract(given: Given) -> None:
    given("signed")
    Collaboration.objects.update(due_at=ago(hours=2))


def a_deliverable(given: Given) -> None:
    given("deliverable")
    Deliverable.objects.filter(pk=given("deliverable").pk).update(due_at=ago(hours=2))


def a_payment(given: Given) -> None:
    deal = given("signed")
    services.create_payment(escrow_id=deal.escrow_id, gateway="sandbox", by=given("atlas"))
    Payment.objects.update(made_at=ago(days=2))


def a_refund(given: Given) -> None:
    services.refund(escrow_id=given("funded").escrow_id, reason="x")
    Collaboration.objects.update(state="cancelled", due_at=None)
    Refund.objects.update(made_at=ago(days=15))


def a_payout(given: Given) -> None:
    wallet, amina = given("completed").influencer.wallet, given("amina")
    services.add_payout_method(wallet=wallet, holder_name="Amina", rib=RIB, by=amina)
    services.request_payout(wallet=wallet, amount_centimes=396_000, by=amina)
    Payout.objects.update(requested_at=ago(days=7))


def a_callback(given: Given) -> None:
    services.store_provider_event(gateway="sandbox", external_id="e", body={}, raw="")
    ProviderEvent.objects.update(received_at=ago(hours=2))


def a_reaction(given: Given) -> None:
    given("application")
    Event.objects.update(happened_at=ago(days=2))


def a_deletion(given: Given) -> None:
    ask_deletion(by=given("amina"))
    Deletion.objects.update(due_at=ago(days=2))


def a_card_page(given: Given) -> CardPlan:
    wallet = given("atlas_brand").wallet
    pro = Plan.objects.get(code="pro")
    return CardPlan.objects.create(wallet=wallet, plan=pro, interval="month")


def an_open_card_page(given: Given) -> None:
    a_card_page(given)
    CardPlan.objects.update(made_at=ago(hours=3))


def a_plan_by_card(given: Given) -> None:
    card, today = a_card_page(given), timezone.localdate()
    said = {"plan": card.plan, "interval": "month", "paid_by": "card"}
    span = {"starts_on": today - timedelta(days=40), "ends_on": today - timedelta(days=9)}
    card.subscription = Subscription.objects.create(wallet=card.wallet, **said, **span)
    card.state, card.stripe_id = "running", "sub_1"
    card.save()


def a_late_plan_by_card(given: Given) -> None:
    a_plan_by_card(given)
    CardPlan.objects.update(late_since=ago(days=40))


def an_ended_plan_that_lives_on_at_stripe(given: Given) -> None:
    a_plan_by_card(given)
    Subscription.objects.update(state="ended", ended_at=ago(days=3))
    CardPlan.objects.update(state="ended", stripe_status="unpaid")


def a_page_given_up_that_lives_on_at_stripe(given: Given) -> None:
    a_card_page(given)
    CardPlan.objects.update(state="lapsed", stripe_id="sub_1", stripe_status="active", made_at=ago(days=3))


def a_change_of_a_plan(given: Given) -> None:
    CardWish.objects.create(card=a_card_page(given), kind="end_now")
    CardWish.objects.update(made_at=ago(hours=2))


def parked(outcome: str) -> None:
    services.store_provider_event(gateway="sandbox", external_id="e", body={}, raw="")
    ProviderEvent.objects.update(received_at=ago(days=2), handled_at=ago(days=2), outcome=outcome)


def an_early_dispute(_given: Given) -> None:
    parked("early_dispute")


def a_dispute_of_what_was_never_paid(_given: Given) -> None:
    parked("dispute_unpaid")


def a_refund_of_what_was_never_paid(_given: Given) -> None:
    parked("early_refund")


def a_file(**fields: Any) -> File:
    blob = Blob.objects.create(place="o/x", sha256="0" * 64, size=1, media_type="image/png")
    amina = User.objects.get(email="amina@example.ma")
    return File.objects.create(owner=amina, purpose="message", size=1, blob=blob, state="scanning", **fields)


def a_file_that_nobody_prepares(given: Given) -> None:
    given("amina")
    a_file(next_try_at=ago(hours=2))


def a_file_without_a_verdict(given: Given) -> None:
    given("amina")
    a_file(loose_since=ago(days=2))


def an_upload(given: Given) -> None:
    file = File.objects.create(owner=given("amina"), purpose="message", size=1)
    Upload.objects.create(file=file, way="tus", length=1, expires_at=ago(days=2))


WAYS = {
    an_open_card_page: "plans.CardPlan",
    a_plan_by_card: "plans.CardPlan",
    a_late_plan_by_card: "plans.CardPlan",
    an_ended_plan_that_lives_on_at_stripe: "plans.CardPlan",
    a_page_given_up_that_lives_on_at_stripe: "plans.CardPlan",
    a_change_of_a_plan: "plans.CardWish",
    an_early_dispute: "payments.ProviderEvent",
    a_dispute_of_what_was_never_paid: "payments.ProviderEvent",
    a_refund_of_what_was_never_paid: "payments.ProviderEvent",
    an_application: "campaigns.Application",
    a_campaign_without_a_deadline: "campaigns.Campaign",
    a_contract: "campaigns.Collaboration",
    a_deliverable: "campaigns.Deliverable",
    a_payment: "payments.Payment",
    a_refund: "payments.Refund",
    a_payout: "payments.Payout",
    a_callback: "payments.ProviderEvent",
    a_reaction: "events.Delivery",
    a_deletion: "privacy.Deletion",
    a_file_that_nobody_prepares: "files.File",
    a_file_without_a_verdict: "files.File",
    an_upload: "files.Upload",
}


@pytest.mark.parametrize("leave", WAYS, ids=lambda leave: leave.__name__)
def test_what_outlived_its_limit_is_listed(leave, request):
    leave(request.getfixturevalue)
    assert {one.kind for one in stuck()} == {WAYS[leave]}


def test_a_contract_that_a_bank_decides_about_is_not_ours_to_move(active):
    Deliverable.objects.update(due_at=ago(hours=2))
    Collaboration.objects.update(due_at=ago(hours=2))
    assert stuck()
    Escrow.objects.update(charged_back_at=timezone.now())
    assert stuck() == []


def test_the_command_is_quiet_when_everything_moves_and_ends_with_1_when_not(funded, capsys):
    call_command("stuck_report")
    assert "everything moves" in capsys.readouterr().out
    Collaboration.objects.update(due_at=ago(hours=2))
    with pytest.raises(SystemExit) as end:
        call_command("stuck_report", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (end.value.code, said["ok"], said["stuck"][0]["state"]) == (1, False, "funded")


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_in_sixty_days_without_anybody_nothing_stands_still(
    atlas_brand, atlas, staff, time_machine, react, monkeypatch
):
    """A world with rows in every state, the beat, the workers and a bank: each evening all is in its time."""
    monkeypatch.setattr(SandboxGateway, "refund", lambda _self, _refund: RefundAnswer(status="done"))
    time_machine.move_to(START, tick=False)
    world = World(atlas_brand, atlas, staff)
    for story in (briefs, negotiations, contracts, pieces):
        story(world)
    for day in range(1, 61):
        time_machine.move_to(START + timedelta(days=day), tick=False)
        run_clocks()
        react()
        send_refunds()
        assert stuck() == [], day
