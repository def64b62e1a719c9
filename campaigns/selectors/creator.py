"""What a creator's own pages show: applications by what they wait for, drafts that wait for a brand."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.selectors.desks import Task
from influencers.models import Influencer
from payments.models import Escrow
from payments.selectors import Quote, quote, share

State = Application.State
# Tabs in their order: what I have to answer, what I wait for, what is agreed, what is over.
TABS: dict[str, list[str]] = {
    "answer": [State.OFFERED],
    "waiting": [State.PENDING, State.SHORTLISTED, State.COUNTERED],
    "accepted": [State.ACCEPTED],
    "over": [State.REJECTED, State.WITHDRAWN, State.LAPSED],
}
RUNNING = [Collaboration.State.FUNDED, Collaboration.State.ACTIVE]


@dataclass(frozen=True)
class Counts:
    """How many applications stand under each tab."""

    answer: int
    waiting: int
    accepted: int
    over: int

    @property
    def total(self) -> int:
        return self.answer + self.waiting + self.accepted + self.over

    def of(self, tab: str) -> int:
        return getattr(self, tab)

    @property
    def first_tab(self) -> str:
        """The first tab that holds something."""
        return next((tab for tab in TABS if self.of(tab)), "answer")


def application_counts(influencer: Influencer) -> Counts:
    sums = {tab: Count("pk", filter=Q(state__in=states)) for tab, states in TABS.items()}
    return Counts(**Application.objects.filter(influencer=influencer).aggregate(**sums))


def applications_under(influencer: Influencer, tab: str) -> QuerySet[Application]:
    """What has to be answered first stands first; otherwise the newest."""
    rows = Application.objects.filter(influencer=influencer, state__in=TABS[tab])
    rows = rows.select_related("campaign__brand", "collaboration").defer("campaign__description")
    return rows.order_by("due_at", "-id") if tab == "answer" else rows.order_by("-id")


def waiting_for_brands(influencer: Influencer, n: int = 3) -> list[Deliverable]:
    """Drafts and publications that brands have to answer, the nearest automatic answer first."""
    rows = Deliverable.objects.filter(
        collaboration__influencer=influencer,
        collaboration__state__in=RUNNING,
        state__in=[Deliverable.State.SUBMITTED, Deliverable.State.PUBLISHED],
    )
    return list(rows.select_related("collaboration__brand").order_by("due_at")[:n])


@dataclass(frozen=True)
class Spotlight:
    """What stands beside the first task of a home page: the campaign's picture, what it is worth."""

    picture: str
    quote: Quote | None
    is_held: bool = False


def spotlight(task: Task) -> Spotlight:
    """One or two queries."""
    if task.collaboration_id is None:
        picture = Campaign.objects.filter(pk=str(task.campaign_id)).values_list("picture", flat=True).first()
        return Spotlight(picture or "", quote(task.amount_centimes) if task.amount_centimes else None)
    rows = Collaboration.objects.select_related("campaign", "escrow").defer("terms_text")
    deal = rows.get(pk=str(task.collaboration_id))
    gross = deal.price_centimes if task.position is None else task.amount_centimes or deal.price_centimes
    is_held = deal.escrow.state == Escrow.State.HELD
    return Spotlight(deal.campaign.picture, share(deal.escrow, gross), is_held)
