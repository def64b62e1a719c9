"""The next step of a contract in words: whose turn it is, what is asked, where it is done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from campaigns.models import Collaboration
from campaigns.policies import owns
from campaigns.selectors import NextStep, next_step
from campaigns.views.phrases import DOORS, SAID
from campaigns.views.words import names_of, what


@dataclass(frozen=True)
class Turn:
    """`who` is you, them, overdue or nobody, as components/next_step.html reads it."""

    who: str
    title: str
    text: str = ""
    due_at: datetime | None = None
    url: str = ""
    label: str = ""
    code: str = ""


def turn_of(deal: Collaboration, user: Any) -> Turn:
    """No query for deliverables and signatures that are prefetched."""
    step = next_step(deal, user)
    title, text = _said(step, deal, user)
    label, url = _door(step, deal)
    who = "overdue" if step.is_overdue else step.who
    return Turn(who, title, text, step.due_at, url, label, step.code)


def _said(step: NextStep, deal: Collaboration, user: Any) -> tuple[str, str]:
    names = {**names_of(deal), "signer": _signer(deal, user)}
    if step.deliverable is not None:
        names["what"] = what(step.deliverable)
    title, text = SAID[step.code, _seen(step, deal, user)]
    return str(title) % names, str(text) % names


def _seen(step: NextStep, deal: Collaboration, user: Any) -> str:
    """Which of the sentences about a step fits: yours, theirs, or late from the brand's side."""
    if step.is_overdue and not owns(user, deal.influencer):
        return "late"
    return "them" if step.who == "them" else "you"


def _signer(deal: Collaboration, user: Any) -> str:
    """Whose signature is missing: the other side's when both are."""
    signed = {row.side for row in deal.signatures.all()}
    names = names_of(deal)
    mine, theirs = ("influencer", "brand") if owns(user, deal.influencer) else ("brand", "influencer")
    return names[{"brand": "brand", "influencer": "creator"}[mine if theirs in signed else theirs]]


def _door(step: NextStep, deal: Collaboration) -> tuple[str, str]:
    """The button of the person whose turn it is; for others nothing."""
    if step.who != "you" or step.code not in DOORS:
        return "", ""
    label, name = DOORS[step.code]
    place = [step.deliverable.position] if step.deliverable else []
    tail = "#contract" if step.code == "sign" else ""
    return str(label), reverse(name, args=[deal.pk, *place]) + tail
