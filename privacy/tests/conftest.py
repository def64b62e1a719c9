"""A creator and a brand who did all that leaves traces, each with words of their own to look for."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import PasswordResetToken, User
from accounts.services import ask_reset, record_consents, start_sign_in
from accounts.services.trail import note
from brands.services import update_brand
from campaigns.models import Collaboration, Dispute
from campaigns.services import accept_application, apply_to_campaign, make_offer
from conftest import deliver_all, fund, make_brand, make_campaign, make_influencer, sign_both
from influencers.models import Package
from kit.requests import Caller
from kit.tokens import digest
from mail.models import ShownLetter
from mail.services import post_letter
from notifications.services import Message, tell
from payments.models import Payout
from payments.services import add_payout_method, approve_payout, request_payout, send_payout, settle_payout
from privacy.services import ask_about_data

RIB = "011519000001205000534921"
HERS = Caller(ip="203.0.113.77", user_agent="Canarybrowser/1", device="canary-device")
THEIRS = Caller(ip="203.0.113.88", user_agent="Bossbrowser/1", device="boss-device")
# Everything of hers that may be in no row afterwards.
CREATOR = ("zahracanary", "zahra@canary.example", "203.0.113.77", "canarybrowser", "canaryword", "4921")
BRAND = ("canarycorp", "boss@canary.example", "203.0.113.88", "bossbrowser", "bossword")


@dataclass
class Traces:
    user: User
    other: User
    deal: Collaboration


def _person(email, name, role):
    return User.objects.create_user(email, "Canary-2026-words", name=name, role=role, language="fr")


def _traces_of(user, caller, word):
    """What anybody leaves by being there."""
    record_consents(user=user, purposes=["terms", "privacy", "news"])
    start_sign_in(user=user, kind="page", caller=caller)
    note(user=user, kind="wrong_password", caller=caller)
    PasswordResetToken.objects.create(
        user=user,
        token_hash=digest(user.email),
        expires_at=timezone.now(),
        ip=caller.ip,
        user_agent=caller.user_agent,
    )
    ask_reset(email=user.email, caller=caller, language="fr")
    ask_about_data(by=user, kind="rectification", text=word)
    tell(readers=[user.pk], message=Message(kind="campaign_approved", key="own", data={"campaign": word}))
    with transaction.atomic():
        letter = post_letter(
            kind="password_changed", to=user.email, language="fr", data={"at": timezone.now()}
        )
    ShownLetter.objects.create(pk=letter.pk, to=user.email, kind="notice", subject=user.name)


@pytest.fixture
def market(db, staff, react):
    """zahra worked for boss's brand and was paid; both left words everywhere."""
    zahra = _person("zahra@canary.example", "Zahracanary", "influencer")
    profile = make_influencer(zahra, "zahracanary", 48_000, bio="canaryword")
    boss = _person("boss@canary.example", "Boss Canarycorp", "brand")
    brand = make_brand(boss, "Canarycorp", "canarycorp")
    update_brand(brand_id=brand.pk, fields={"about": "bossword", "site": "https://canarycorp.ma"}, by=boss)
    _traces_of(zahra, HERS, "canaryword")
    _traces_of(boss, THEIRS, "bossword")
    Package.objects.create(
        influencer=profile, title="canaryword", platform="instagram", format="reel", price_centimes=1
    )
    campaign = make_campaign(brand, title="Canarycorp huile", description="bossword")
    application = apply_to_campaign(
        campaign_id=campaign.pk, pitch="canaryword", price_centimes=450_000, by=zahra
    )
    make_offer(application_id=application.pk, price_centimes=450_000, message="bossword", by=boss)
    type(application).objects.update(answer_note="Bravo Zahracanary")
    deal = fund(sign_both(accept_application(application_id=application.pk, by=zahra)))
    deal.deliverables.update(notes="zahracanary et canarycorp")
    deliver_all(deal)
    for side, caller in (("influencer", HERS), ("brand", THEIRS)):
        deal.signatures.filter(side=side).update(ip=caller.ip, user_agent=caller.user_agent)
    Dispute.objects.create(
        collaboration=deal, opened_by=boss, side="brand", reason="bossword", decision="Zahracanary"
    )
    _pay_out(zahra, profile, staff)
    campaign.refresh_from_db()
    campaign.state = "completed"
    campaign.save()
    while any(react()):
        pass
    deal.refresh_from_db()
    return Traces(zahra, boss, deal)


def _pay_out(zahra, profile, staff):
    add_payout_method(wallet=profile.wallet, holder_name="Zahracanary", rib=RIB, by=zahra)
    available = 396_000
    payout = request_payout(wallet=profile.wallet, amount_centimes=available, by=zahra)
    for step in (approve_payout, send_payout):
        step(payout_id=payout.pk, by=staff)
    settle_payout(payout_id=payout.pk, bank_ref="VIR-1", by=staff)
    assert Payout.objects.get().state == "paid"
