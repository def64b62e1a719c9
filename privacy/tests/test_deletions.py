"""Leaving: refused with every reason, hidden at once, stopped within 14 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SecurityEvent, SignIn
from accounts.services import start_sign_in
from mail.models import Letter
from payments.services import add_payout_method, request_payout
from plans.models import CardPlan, Plan
from privacy.errors import MayNotLeave
from privacy.models import Deletion
from privacy.selectors import reasons_to_stay
from privacy.services import ask_deletion, stop_deletion
from privacy.tests.conftest import RIB


def codes(user):
    return {reason.code for reason in reasons_to_stay(user)}


def test_somebody_with_nothing_open_may_leave(amina, rival):
    assert codes(amina) == codes(rival) == set()


@pytest.mark.usefixtures("application")
def test_an_application_and_an_open_campaign_hold(amina, atlas):
    assert codes(amina) == {"application_open"}
    assert codes(atlas) == {"campaign_open"}


@pytest.mark.usefixtures("funded")
def test_a_contract_and_its_money_hold_both_sides(amina, atlas):
    assert codes(amina) == {"contract_open", "escrow_held"}
    assert codes(atlas) == {"contract_open", "escrow_held", "campaign_open"}


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ({"state": "open"}, True),
        ({"state": "lapsed"}, False),
        ({"state": "ended", "stripe_id": "sub_1", "stripe_status": "unpaid"}, True),
        ({"state": "ended", "stripe_id": "sub_1", "stripe_status": "canceled"}, False),
    ],
)
def test_a_plan_that_stripe_may_still_charge_for_holds(rival, rival_brand, said, holds):
    pro = Plan.objects.get(code="pro")
    CardPlan.objects.create(wallet=rival_brand.wallet, plan=pro, interval="month", **said)
    assert codes(rival) == ({"card_plan"} if holds else set())


@pytest.mark.usefixtures("completed")
def test_money_and_a_transfer_on_its_way_hold(amina, amina_profile):
    assert codes(amina) == {"money_held"}
    add_payout_method(wallet=amina_profile.wallet, holder_name="Amina", rib=RIB, by=amina)
    request_payout(wallet=amina_profile.wallet, amount_centimes=396_000, by=amina)
    assert codes(amina) == {"payout_open"}


def test_the_owner_of_a_team_stays_and_a_member_may_go(atlas, salma, staff):
    assert codes(atlas) == {"brand_owner"}
    assert codes(salma) == set()
    assert codes(staff) == {"staff"}


@pytest.mark.usefixtures("funded")
def test_a_refusal_lists_every_reason_with_a_page_and_changes_nothing(amina):
    with pytest.raises(MayNotLeave) as refused:
        ask_deletion(by=amina)
    assert [reason["code"] for reason in refused.value.facts["reasons"]] == ["contract_open", "escrow_held"]
    assert all(reason["url"].startswith("/fr/") for reason in refused.value.facts["reasons"])
    amina.refresh_from_db()
    assert (
        amina.leaving_at,
        Deletion.objects.count(),
        Letter.objects.filter(kind="deletion_asked").count(),
    ) == (
        None,
        0,
        0,
    )


def test_leaving_ends_every_sign_in_and_hides_the_profile(amina, amina_profile, omar):
    amina_profile.packages.create(title="A", platform="instagram", format="reel", price_centimes=1)
    start_sign_in(user=amina, kind="page")
    deletion = ask_deletion(by=amina)
    assert ask_deletion(by=amina).pk == deletion.pk
    assert deletion.due_at - deletion.asked_at >= timedelta(days=13, hours=23)
    assert not SignIn.objects.open().filter(user=amina).exists()
    assert not type(amina_profile).objects.visible_to(omar).filter(pk=amina_profile.pk).exists()
    assert Letter.objects.get(kind="deletion_asked").to == amina.email
    assert SecurityEvent.objects.filter(user=amina, kind="deletion_asked").exists()


def test_a_brand_without_its_owner_is_no_page_any_more(client, rival, rival_brand):
    address, api = f"/fr/b/{rival_brand.slug}", f"/api/brands/{rival_brand.pk}"
    assert (client.get(address).status_code, client.get(api).status_code) == (200, 200)
    ask_deletion(by=rival)
    assert (client.get(address).status_code, client.get(api).status_code) == (404, 404)
    assert client.get("/api/brands").json()["results"] == []


def test_stopped_in_time_everything_is_as_before(amina, amina_profile):
    type(amina_profile).objects.filter(pk=amina_profile.pk).update(bio="Bonjour à tous" * 5)
    ask_deletion(by=amina)
    assert stop_deletion(by=amina)
    assert not stop_deletion(by=amina)
    amina.refresh_from_db()
    assert amina.leaving_at is None
    assert Letter.objects.filter(kind="deletion_cancelled").count() == 1
    assert Deletion.objects.get().state == "stopped"


def test_what_has_begun_cannot_be_stopped(amina):
    ask_deletion(by=amina)
    Deletion.objects.update(done=["events.Event"], due_at=timezone.now())
    assert not stop_deletion(by=amina)
    assert Deletion.objects.get().state == "asked"
