"""What people do in the demo: one verb of the plot, one call of a service."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.services import (
    accept_application,
    accept_deliverable,
    apply_to_campaign,
    cancel_collaboration,
    counter_offer,
    decide_dispute,
    make_offer,
    open_dispute,
    publish_deliverable,
    reject_application,
    review_deliverable,
    shortlist_application,
    sign_collaboration,
    submit_deliverable,
    withdraw_application,
)
from influencers.models import Influencer
from influmaroc.demo.data import texts
from payments.models import Payment
from payments.services import (
    Report,
    create_payment,
    expire_payment,
    handle_provider_event,
    mark_unknown,
    store_provider_event,
)

GATEWAY = "sandbox"
ADDRESS = {
    "instagram": "https://www.instagram.com/{handle}/reel/{mark}/",
    "tiktok": "https://www.tiktok.com/@{handle}/video/{mark}",
    "youtube": "https://www.youtube.com/watch?v={mark}",
}


@dataclass
class Deal:
    """One creator and one campaign, from the application to the end. Verbs are looked up by name."""

    campaign: Campaign
    creator: Influencer
    brand: User
    staff: User
    price_centimes: int
    chance: random.Random

    def do(self, verb: str, value: str) -> None:
        VERBS[verb](self, value)

    def says(self, kind: str) -> str:
        return self.chance.choice(texts()[kind])

    @property
    def application(self) -> Application:
        return Application.objects.get(campaign=self.campaign, influencer=self.creator)

    @property
    def contract(self) -> Collaboration:
        return Collaboration.objects.select_related("escrow").get(application=self.application)

    def piece(self, position: str) -> Deliverable:
        return self.contract.deliverables.get(position=int(position))


def apply(deal: Deal, _value: str) -> None:
    apply_to_campaign(
        campaign_id=deal.campaign.pk,
        pitch=deal.says("pitches"),
        price_centimes=deal.price_centimes,
        by=deal.creator.user,
    )


def offer(deal: Deal, value: str) -> None:
    words: dict[str, Any] = {"price_centimes": int(value) * 100, "message": deal.says("offers")}
    make_offer(application_id=deal.application.pk, by=deal.brand, **words)


def counter(deal: Deal, value: str) -> None:
    words: dict[str, Any] = {"price_centimes": int(value) * 100, "message": deal.says("counters")}
    counter_offer(application_id=deal.application.pk, by=deal.creator.user, **words)


def accept(deal: Deal, _value: str) -> None:
    """Whoever has to answer says yes."""
    row = deal.application
    by = deal.creator.user if row.state == Application.State.OFFERED else deal.brand
    accept_application(application_id=row.pk, by=by)


def shortlist(deal: Deal, _value: str) -> None:
    shortlist_application(application_id=deal.application.pk, by=deal.brand)


def reject(deal: Deal, _value: str) -> None:
    reject_application(application_id=deal.application.pk, note=deal.says("refusals"), by=deal.brand)


def withdraw(deal: Deal, _value: str) -> None:
    withdraw_application(application_id=deal.application.pk, by=deal.creator.user)


def sign(deal: Deal, value: str) -> None:
    """Both sides, or the one that is named."""
    people = {"brand": deal.brand, "creator": deal.creator.user}
    row = deal.contract
    for user in [people[value]] if value else list(people.values()):
        sign_collaboration(collaboration_id=row.pk, name=user.name, terms_hash=row.terms_hash, by=user)


def pay(deal: Deal, value: str) -> None:
    """An attempt to pay and the provider's word about it, taken in as the callback handler does."""
    payment = create_payment(escrow_id=deal.contract.escrow_id, gateway=GATEWAY, by=deal.brand)
    outcome = value or "paid"
    if outcome == "expired":
        expire_payment(payment_id=payment.pk)
    elif outcome == "unknown":
        mark_unknown(payment_id=payment.pk)
    elif outcome != "pending":
        callback(payment, outcome)


def callback(payment: Payment, status: str) -> None:
    report = Report(
        reference=payment.reference,
        status=status,
        amount_centimes=payment.amount_centimes,
        provider_ref=f"SB-{payment.reference[-8:]}",
        reason="" if status == "paid" else "insufficient_funds",
    )
    body = report.as_dict()
    event = store_provider_event(gateway=GATEWAY, external_id=f"ev-{payment.reference}", body=body, raw="")
    handle_provider_event(event_id=event.pk)


def submit(deal: Deal, value: str) -> None:
    row = deal.piece(value)
    version = row.submissions.count() + 1
    url = f"https://drive.example.ma/{row.pk.hex[:12]}/v{version}"
    words = deal.says("captions")
    submit_deliverable(deliverable_id=row.pk, by=deal.creator.user, url=url, caption=words)


def change(deal: Deal, value: str) -> None:
    words: dict[str, Any] = {"decision": "request_changes", "comment": deal.says("changes")}
    review_deliverable(deliverable_id=deal.piece(value).pk, by=deal.brand, **words)


def approve(deal: Deal, value: str) -> None:
    words: dict[str, Any] = {"decision": "approve", "comment": ""}
    review_deliverable(deliverable_id=deal.piece(value).pk, by=deal.brand, **words)


def publish(deal: Deal, value: str) -> None:
    row = deal.piece(value)
    account = deal.creator.social_accounts.filter(platform=row.platform).first()
    handle = account.handle if account else deal.creator.handle
    url = ADDRESS[row.platform].format(handle=handle, mark=row.pk.hex[-11:])
    publish_deliverable(deliverable_id=row.pk, url=url, by=deal.creator.user)


def receive(deal: Deal, value: str) -> None:
    """The brand accepts the publication."""
    accept_deliverable(deliverable_id=deal.piece(value).pk, by=deal.brand)


def cancel(deal: Deal, value: str) -> None:
    by, reason = {
        "brand": (deal.brand, "Le lancement est repoussé, nous arrêtons cette collaboration."),
        "creator": (deal.creator.user, "Un imprévu de famille, je ne pourrai pas tourner."),
    }[value]
    cancel_collaboration(collaboration_id=deal.contract.pk, reason=reason, by=by)


def dispute(deal: Deal, value: str) -> None:
    by, reason = {
        "brand": (deal.brand, "La vidéo montre une autre marque au premier plan, malgré deux demandes."),
        "creator": (deal.creator.user, "La marque demande un troisième tournage qui n'est pas au contrat."),
    }[value]
    open_dispute(collaboration_id=deal.contract.pk, reason=reason, by=by)


def decide(deal: Deal, value: str) -> None:
    words = "Le premier contenu suit le brief, le second n'a pas été tourné : le prix est partagé."
    decide_dispute(
        collaboration_id=deal.contract.pk, influencer_bps=int(value), decision=words, by=deal.staff
    )


VERBS: dict[str, Callable[[Deal, str], None]] = {
    verb.__name__: verb
    for verb in (
        *(apply, offer, counter, accept, shortlist, reject, withdraw, sign, pay),
        *(submit, change, approve, publish, receive, cancel, dispute, decide),
    )
}
