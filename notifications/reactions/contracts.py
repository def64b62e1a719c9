"""Contracts: signatures, funds, ends, disputes."""

from typing import Any
from uuid import UUID

from campaigns import facts
from campaigns.models import Signature
from events.facts import reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people, subjects

BRAND = "brand"


def _deal(fact: facts.CollaborationFact) -> str:
    return path("campaigns:deal", fact.collaboration_id)


def _creator(fact: facts.CollaborationFact) -> list[UUID]:
    return people.creator(fact.influencer_id)


def _both(fact: facts.CollaborationFact) -> list[UUID]:
    return [*people.deciders(fact.brand_id), *_creator(fact)]


def _tell(fact: facts.CollaborationFact, kind: str, readers: list[UUID], **data: Any) -> None:
    post(fact, kind, readers, subjects.collaboration(fact.collaboration_id), _deal(fact), **data)


def _party(about: subjects.Subject, side: str) -> str:
    """The name of the side that acted."""
    return about.data["brand" if side == BRAND else "influencer"]


def _tell_other_side(fact: Any, kind: str, **data: Any) -> None:
    about = subjects.collaboration(fact.collaboration_id)
    readers = _creator(fact) if fact.side == BRAND else people.deciders(fact.brand_id)
    post(fact, kind, readers, about, _deal(fact), party=_party(about, fact.side), **data)


@reacts_to(facts.CollaborationSigned)
def ask_other_side_to_sign(fact: facts.CollaborationSigned) -> None:
    """The side that has not signed yet is asked to; nobody when both have."""
    if Signature.objects.filter(collaboration_id=fact.collaboration_id).exclude(side=fact.side).exists():
        return
    _tell_other_side(fact, "contract_signed")


@reacts_to(facts.CollaborationReady)
def ask_brand_for_funds(fact: facts.CollaborationReady) -> None:
    """Those who pay for the brand secure the funds; the creator is told to wait for them."""
    about = subjects.collaboration(fact.collaboration_id)
    fund = path("campaigns:fund", fact.collaboration_id)
    post(fact, "contract_ready_brand", people.payers(fact.brand_id), about, fund)
    post(fact, "contract_ready_creator", _creator(fact), about, _deal(fact))


@reacts_to(facts.CollaborationFunded)
def tell_both_of_funds(fact: facts.CollaborationFunded) -> None:
    """The creator may begin; the brand has its receipt."""
    about = subjects.collaboration(fact.collaboration_id)
    post(fact, "contract_funded_creator", _creator(fact), about, _deal(fact))
    post(fact, "contract_funded_brand", people.deciders(fact.brand_id), about, _deal(fact))


@reacts_to(facts.CollaborationCompleted)
def tell_both_of_completion(fact: facts.CollaborationCompleted) -> None:
    """Both sides learn that the contract is done."""
    _tell(fact, "contract_completed", _both(fact))


@reacts_to(facts.CollaborationCancelled)
def tell_other_side_of_cancellation(fact: facts.CollaborationCancelled) -> None:
    """The side that did not end it reads the reason and what becomes of the money."""
    amounts = {"share_centimes": fact.influencer_centimes, "refund_centimes": fact.refund_centimes}
    _tell_other_side(fact, "contract_cancelled", quote=fact.reason, **amounts)


@reacts_to(facts.CollaborationLapsed)
def tell_both_of_lapse(fact: facts.CollaborationLapsed) -> None:
    """Both sides learn what did not happen in time."""
    _tell(fact, "contract_unsigned" if fact.state == "agreed" else "contract_unfunded", _both(fact))


@reacts_to(facts.CollaborationRefunded)
def tell_both_of_refund(fact: facts.CollaborationRefunded) -> None:
    """Both sides learn that the money goes back; after a chargeback the bank's own news says it."""
    if fact.reason != "chargeback_lost":
        _tell(fact, "contract_refunded", _both(fact), refund_centimes=fact.refund_centimes)


@reacts_to(facts.RetentionStarted)
def tell_both_of_retention(fact: facts.RetentionStarted) -> None:
    """Both sides learn until when the last part of the price waits."""
    _tell(fact, "retention_started", _both(fact), until_at=fact.until)


@reacts_to(facts.DisputeOpened)
def tell_of_dispute(fact: facts.DisputeOpened) -> None:
    """The other side reads the reason; staff have a decision to make."""
    _tell_other_side(fact, "dispute_opened", quote=fact.reason)
    about = subjects.collaboration(fact.collaboration_id)
    link = subjects.dispute_page(fact.collaboration_id)
    party = _party(about, fact.side)
    post(fact, "dispute_opened_staff", people.staff(), about, link, party=party, quote=fact.reason)


@reacts_to(facts.EvidenceAdded)
def tell_of_evidence(fact: facts.EvidenceAdded) -> None:
    """The other side may look at it, and answer."""
    _tell_other_side(fact, "evidence_added")


@reacts_to(facts.DisputeDecided)
def tell_both_of_decision(fact: facts.DisputeDecided) -> None:
    """Both sides learn how the price is shared."""
    amounts = {"share_centimes": fact.influencer_centimes, "refund_centimes": fact.refund_centimes}
    _tell(fact, "dispute_decided", _both(fact), **amounts)
