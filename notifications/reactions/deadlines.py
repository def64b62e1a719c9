"""Warnings before a deadline, for whoever owes the next step."""

from uuid import UUID

from campaigns.facts import DeadlineNear
from campaigns.models import Deliverable, Signature
from events.facts import reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import KINDS, people, subjects
from notifications.selectors.subjects import Subject

BRAND, CREATOR, BOTH, STAFF = "brand", "influencer", "both", "staff"
TO_FUND = ("collaboration", "signed")
TO_SIGN = ("collaboration", "agreed")


@reacts_to(DeadlineNear)
def warn(fact: DeadlineNear) -> None:
    """Each side that still owes something reads what happens at the deadline without it."""
    kind = f"deadline_{fact.subject}_{fact.state}"
    kind = kind if kind in KINDS else "deadline"
    about = _about(fact)
    for side in _sides(fact):
        step = {"subject": fact.subject, "subject_id": fact.subject_id, "state": fact.state}
        post(fact, kind, _readers(fact, side), about, _link(fact, side), due_at=fact.due_at, step=step)


def _sides(fact: DeadlineNear) -> list[str]:
    sides = [BRAND, CREATOR] if fact.side == BOTH else [fact.side]
    if (fact.subject, fact.state) == TO_SIGN:
        signed = Signature.objects.filter(collaboration_id=fact.subject_id)
        return [side for side in sides if side not in set(signed.values_list("side", flat=True))]
    return sides


def _readers(fact: DeadlineNear, side: str) -> list[UUID]:
    if side == STAFF:
        return people.staff()
    if side == CREATOR:
        return people.creator(fact.influencer_id)
    pays = (fact.subject, fact.state) == TO_FUND
    return people.payers(fact.brand_id) if pays else people.managers(fact.brand_id)


def _about(fact: DeadlineNear) -> Subject:
    finders = {
        "campaign": subjects.campaign,
        "application": subjects.application,
        "collaboration": subjects.collaboration,
        "deliverable": subjects.deliverable,
    }
    return finders[fact.subject](fact.subject_id)


def _link(fact: DeadlineNear, side: str) -> str:
    if side == STAFF:
        return _staff_link(fact)
    if fact.subject == "deliverable":
        return _deliverable_link(fact, side)
    if fact.subject == "collaboration":
        is_fund = (fact.subject, fact.state) == TO_FUND and side == BRAND
        return path("campaigns:fund" if is_fund else "campaigns:deal", fact.subject_id)
    if fact.subject == "application":
        is_brand = side == BRAND
        name = "campaigns:applications" if is_brand else "campaigns:application"
        return path(name, fact.campaign_id if is_brand else fact.subject_id)
    return path("campaigns:overview", fact.campaign_id)


def _staff_link(fact: DeadlineNear) -> str:
    if fact.subject == "collaboration":
        return subjects.dispute_page(fact.subject_id)
    return path("admin:campaigns_campaign_change", fact.subject_id)


def _deliverable_link(fact: DeadlineNear, side: str) -> str:
    row = Deliverable.objects.get(pk=fact.subject_id)
    name = "campaigns:review" if side == BRAND else "campaigns:deliver"
    return path(name, row.collaboration_id, row.position)
