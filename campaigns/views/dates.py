"""The coming dates of a brand: its own deadlines, its creators', and the last days to apply."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Deliverable
from campaigns.selectors.agenda import awaited
from campaigns.views.duties import Duty
from campaigns.views.words import isolated

N_DATES = 5
State = Deliverable.State
WORDS = {
    State.DUE: _("Draft of %(name)s"),
    State.CHANGES_REQUESTED: _("New version of %(name)s"),
    State.APPROVED: _("Publication of %(name)s"),
}


@dataclass(frozen=True)
class Coming:
    """A moment, what happens then, and where it is seen."""

    at: datetime
    text: str
    url: str


def coming_dates(user: Any, duties: list[Duty], running: list[Campaign]) -> list[Coming]:
    """The nearest ones first. One query."""
    moment = now()
    found = [
        Coming(duty.due_at, duty.title, duty.url) for duty in duties if duty.due_at and duty.due_at > moment
    ]
    found += [_of_piece(row) for row in awaited(user, N_DATES) if row.expected_at]
    found += [_of_campaign(row) for row in running if row.state == Campaign.State.OPEN and row.due_at]
    return sorted(found, key=attrgetter("at"))[:N_DATES]


def _of_piece(row: Deliverable) -> Coming:
    deal = row.collaboration
    text = str(WORDS[State(row.state)]) % {"name": isolated(deal.influencer.name)}
    return Coming(row.expected_at or now(), text, reverse("campaigns:deal", args=[deal.pk]))


def _of_campaign(row: Campaign) -> Coming:
    text = str(_("Last day to apply: %(campaign)s")) % {"campaign": isolated(row.title)}
    return Coming(row.due_at or now(), text, reverse("campaigns:overview", args=[row.pk]))
