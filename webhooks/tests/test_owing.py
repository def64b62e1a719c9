"""What happens becomes calls: to whom, with which letters, once."""

import json
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from jsonschema import Draft202012Validator

from campaigns import facts
from conftest import deliver_all, fund, sign_both
from events.facts import FACTS
from events.models import Delivery, Event
from events.services import emit
from messaging.services import open_conversation, post_message
from payments.facts import ChargebackOpened, EscrowSplit, RefundSettled
from webhooks.models import Call
from webhooks.selectors import BY_NAME, EVENTS, group_of, payload_schema
from webhooks.selectors.bodies import LONGEST
from webhooks.selectors.catalogue.shape import api_name
from webhooks.tests.conftest import make_endpoint

# Facts that concern the house, or that nobody but the person may know: told to no machine.
KEPT_INSIDE = {
    *("accounts.UserRegistered", "accounts.AccountClosed", "accounts.AccountReopened"),
    *("accounts.AccountSuspended", "accounts.AccountRestored", "accounts.ResetAsked"),
    *("brands.BrandCreated", "brands.MemberInvited", "brands.OwnershipOffered"),
    *("campaigns.ApplicationFact", "campaigns.CampaignFact", "campaigns.CollaborationFact"),
    *(
        "campaigns.DeliverableFact",
        "campaigns.EvidenceAdded",
        "campaigns.OfferFact",
        "payments.ChargebackFact",
        "webhooks.EndpointFact",
    ),
    *("influencers.InfluencerCreated", "invoicing.DocumentResent", "mail.MailingStarted", "mail.NewsRefused"),
    *("payments.CorrectionDecided", "payments.CorrectionProposed", "payments.GatewaySwitched"),
    *("payments.LedgerHoldLifted", "payments.LedgerTurnedRed", "payments.SpendingLimitChanged"),
    *("payments.StripeAccountChanged", "payments.StripeObjectChanged", "plans.PlanReminded"),
    *("files.FileReady", "files.FileRefused", "messaging.ConversationReported", "messaging.MessagesUnread"),
    *("messaging.ConversationRead", "messaging.ReportClosed", "plans.PlanCardDeclined"),
    *(
        "taxes.CertificateEnding",
        "treasury.DifferencesFound",
        "webhooks.EndpointAdded",
        "webhooks.EndpointDisabled",
    ),
    *("webhooks.EndpointEnabled", "webhooks.EndpointRemoved", "webhooks.SecretRotated"),
}


def told(endpoint) -> list[str]:
    return list(endpoint.calls.order_by("event_id").values_list("type", flat=True))


def happen(fact) -> Event:
    with transaction.atomic():
        return emit(fact)


def test_every_fact_is_in_the_table_or_kept_inside_on_purpose():
    ours = {label for label, fact in FACTS.items() if ".tests" not in fact.__module__}
    assert ours - {event.fact.label() for event in EVENTS} == KEPT_INSIDE & ours
    assert ours >= KEPT_INSIDE


def test_both_sides_are_told_that_something_was_said_and_not_what(
    application, amina, amina_profile, atlas_brand, react
):
    talk = open_conversation(kind="application", about=str(application.pk))
    endpoints = [make_endpoint(holder, types=["message.posted"]) for holder in (amina_profile, atlas_brand)]
    post_message(conversation_id=talk.pk, body="4500 MAD", client_id=uuid4(), by=amina)
    react()
    for endpoint in endpoints:
        body = endpoint.calls.get().body
        assert json.loads(body)["data"]["author"] == str(amina.pk)
        assert "4500" not in body


def test_every_event_has_a_place_in_the_picker_and_no_free_words():
    free = {"reason", "note", "comment", "name", "bank_ref"}
    said = {event.name: free & set(event.fields) for event in EVENTS if free & set(event.fields)}
    # Codes of the house, and the reference of the house's own bank.
    codes = {"application.lapsed", "collaboration.refunded", "payment.failed", "payout.failed"}
    assert said.keys() == codes | {"payout.delayed", "payout.paid"}
    assert all(group_of(event) for event in EVENTS)


def test_no_field_hides_another():
    for event in EVENTS:
        names = ["object", *(api_name(field) for field in event.fields)]
        assert len(names) == len(set(names)), event.name


def test_a_whole_collaboration_is_told_to_both_sides(atlas_brand, amina_profile, collaboration, react):
    brand, creator = make_endpoint(atlas_brand), make_endpoint(amina_profile)
    react()
    begun = ["application.sent", "application.accepted"]
    assert (told(brand), told(creator)) == (begun, begun)
    deliver_all(fund(sign_both(collaboration)))
    react()
    assert {"collaboration.funded", "deliverable.accepted", "collaboration.completed"} <= set(told(brand))
    assert "payment.secured" in told(brand)
    assert "payment.secured" not in told(creator)
    assert "payment.released" in told(creator)
    assert "payment.released" not in told(brand)
    for call in Call.objects.all():
        body = json.loads(call.body)
        Draft202012Validator(payload_schema(BY_NAME[call.type])).validate(body)
        assert len(call.body.encode()) < LONGEST
        assert body["timestamp"].endswith("Z")


def test_a_fact_is_owed_once_however_often_its_reaction_runs(atlas_brand, application, react):
    endpoint = make_endpoint(atlas_brand)
    react()
    Delivery.objects.update(done_at=None)
    assert react()
    assert told(endpoint) == ["application.sent"]


@pytest.mark.parametrize(
    ("fields", "n_calls"),
    [({"types": ["application.sent"]}, 1), ({"types": ["offer.made"]}, 0), ({}, 1)],
)
def test_only_what_was_chosen_is_told(atlas_brand, application, react, fields, n_calls):
    endpoint = make_endpoint(atlas_brand, **fields)
    react()
    assert len(told(endpoint)) == n_calls


def test_strangers_and_endpoints_that_are_off_are_told_nothing(
    atlas_brand, rival_brand, omar_profile, application, react
):
    off = make_endpoint(atlas_brand, state="disabled", reason="holder", disabled_at=timezone.now())
    gone = make_endpoint(atlas_brand, state="removed", sealed="")
    strangers = [make_endpoint(rival_brand), make_endpoint(omar_profile)]
    react()
    assert [told(one) for one in (off, gone, *strangers)] == [[]] * 4


def test_the_letters_are_ids_amounts_and_where_to_read_more(atlas_brand, application, react, settings):
    settings.SITE_URL = "https://influmaroc.example"
    endpoint = make_endpoint(atlas_brand)
    react()
    body = json.loads(endpoint.calls.get().body)
    assert (body["type"], body["version"]) == ("application.sent", "2026-11-27")
    assert body["data"] == {
        "object": {
            "type": "application",
            "id": str(application.pk),
            "url": f"https://influmaroc.example/api/campaigns/{application.campaign_id}/applications",
        },
        "campaign": str(application.campaign_id),
        "brand": str(atlas_brand.pk),
        "influencer": str(application.influencer_id),
        "price": {"amount": "4500.00", "currency": "MAD"},
    }


def test_money_is_told_to_whose_it_is_and_in_its_currency(atlas_brand, amina_profile, react):
    brand, creator = make_endpoint(atlas_brand), make_endpoint(amina_profile)
    deal = str(atlas_brand.pk)
    wallets = {"payer_wallet_id": str(atlas_brand.wallet_id), "payee_wallet_id": str(amina_profile.wallet_id)}
    shares = {"net_centimes": 100, "refund_centimes": 50, "reason": "", "is_last": True}
    happen(EscrowSplit(escrow_id=deal, deal_id=deal, **wallets, **shares))
    held = {"amount_centimes": 700, "currency": "EUR", "is_held": False}
    refund = {"refund_id": deal, "wallet_id": wallets["payer_wallet_id"], "amount_centimes": 9}
    happen(ChargebackOpened(chargeback_id=deal, escrow_id=deal, deal_id=deal, **wallets, **held))
    happen(RefundSettled(deal_id=deal, **refund))
    react()
    assert told(creator) == ["payment.released"]
    assert told(brand) == ["refund.split", "chargeback.opened", "refund.settled"]
    split, chargeback, _refund = [json.loads(call.body)["data"] for call in brand.calls.order_by("event_id")]
    assert (split["refund"], "net" in split) == ({"amount": "0.50", "currency": "MAD"}, False)
    assert chargeback["amount"] == {"amount": "7.00", "currency": "EUR"}


@pytest.mark.parametrize(
    ("side", "told_to"), [("brand", (1, 0)), ("influencer", (0, 1)), ("both", (1, 1)), ("staff", (0, 0))]
)
def test_a_deadline_is_told_to_whoever_owes_the_step(
    atlas_brand, amina_profile, campaign, react, side, told_to
):
    brand, creator = make_endpoint(atlas_brand), make_endpoint(amina_profile)
    ids = {"campaign_id": campaign.pk, "brand_id": atlas_brand.pk, "influencer_id": amina_profile.pk}
    step = {"subject": "campaign", "subject_id": campaign.pk, "state": "open", "due_at": "2026-12-01"}
    happen(facts.DeadlineNear(**step, side=side, **ids))
    react()
    assert (len(told(brand)), len(told(creator))) == told_to
