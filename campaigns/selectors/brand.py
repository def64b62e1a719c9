"""What a brand's own pages show: campaigns and applications by state, with what they hold."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.selectors.budgets import LIVE, TAKEN

A, C, K, D = Application.State, Campaign.State, Collaboration.State, Deliverable.State
# Tabs of the list of campaigns, in their order.
CAMPAIGN_TABS: dict[str, list[str]] = {
    "open": [C.OPEN],
    "running": [C.IN_PROGRESS],
    "preparing": [C.DRAFT, C.PENDING_APPROVAL, C.REJECTED],
    "over": [C.COMPLETED, C.CANCELLED],
}
# Tabs of the applications to one campaign.
APPLICATION_TABS: dict[str, list[str]] = {
    "new": [A.PENDING],
    "shortlist": [A.SHORTLISTED],
    "offers": [A.OFFERED, A.COUNTERED],
    "accepted": [A.ACCEPTED],
    "over": [A.REJECTED, A.WITHDRAWN, A.LAPSED],
}
SORTS: dict[str, list[str]] = {
    "oldest": ["id"],
    "price": ["price_centimes", "id"],
    "followers": ["-influencer__n_followers", "id"],
}
TO_ANSWER = [A.PENDING, A.COUNTERED]


def counts_by_tab(rows: QuerySet, tabs: dict[str, list[str]]) -> dict[str, int]:
    """How many rows stand under each tab. One query."""
    sums = {tab: Count("pk", filter=Q(state__in=states)) for tab, states in tabs.items()}
    return rows.order_by().aggregate(**sums)


def first_tab(counts: dict[str, int]) -> str:
    """The first tab that holds something, else the first one."""
    return next((tab for tab, n in counts.items() if n), next(iter(counts)))


def with_figures(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Add `n_new` (waiting for an answer), `n_taken` places, `spent_centimes` (promised, secured or paid),
    and of the contracts' deliverables `n_done` of `n_pieces`.
    """
    pieces = Deliverable.objects.filter(collaboration__state__in=TAKEN)
    done = pieces.filter(state=D.ACCEPTED)
    return rows.annotate(
        n_new=_of_each(Application.objects.filter(state__in=TO_ANSWER), Count("pk")),
        n_taken=_of_each(Collaboration.objects.filter(state__in=TAKEN), Count("pk")),
        spent_centimes=_of_each(Collaboration.objects.all(), Sum(_promised())),
        n_pieces=_of_each(pieces, Count("pk"), "collaboration__campaign"),
        n_done=_of_each(done, Count("pk"), "collaboration__campaign"),
    )


def _promised() -> Case:
    """The price of a running contract; of an ended one, what it left to the creator."""
    running = When(state__in=LIVE, then=F("price_centimes"))
    return Case(running, default=Coalesce(F("settled_centimes"), 0), output_field=BigIntegerField())


def _of_each(rows: QuerySet, what: Any, path: str = "campaign") -> Coalesce:
    """An aggregate over what belongs to each campaign of a list, without joining it."""
    found = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=what).values("n")
    return Coalesce(Subquery(found, output_field=BigIntegerField()), Value(0))


def under_way(user: Any, n: int) -> list[Campaign]:
    """What is public and not over, the nearest deadline first. One query."""
    rows = Campaign.objects.of_brand_of(user).filter(state__in=[C.OPEN, C.IN_PROGRESS])
    return list(with_figures(rows).order_by("due_at", "-id")[:n])


def for_answers(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With their creator, accounts and rounds, and `n_completed` contracts of the creator so far."""
    done = Collaboration.objects.filter(influencer=OuterRef("influencer"), state=K.COMPLETED)
    n_done = done.order_by().values("influencer").annotate(n=Count("pk")).values("n")
    rows = rows.select_related("influencer", "collaboration").defer("collaboration__terms_text")
    rows = rows.prefetch_related("influencer__social_accounts", "offers")
    return rows.annotate(n_completed=Coalesce(Subquery(n_done), Value(0)))


def applications_under(campaign: Campaign, tab: str, sort: str) -> QuerySet[Application]:
    """Among the offers, counter-offers stand first: the word is with the brand."""
    rows = for_answers(campaign.applications.filter(state__in=APPLICATION_TABS[tab]))
    theirs = Case(When(state=A.OFFERED, then=Value(1)), default=Value(0))
    return rows.order_by(theirs, *SORTS[sort])


@dataclass(frozen=True)
class Funnel:
    """How far the creators of one campaign have come; each figure counts people. `waiting` of those who
    applied wait for an answer, `taken` of those accepted hold a place.
    """

    applied: int
    waiting: int
    accepted: int
    taken: int
    delivered: int
    paid: int

    def steps(self) -> list[tuple[str, int, int]]:
        """(code, how many, share of those who applied in percent)."""
        whole = self.applied or 1
        names = ["applied", "accepted", "delivered", "paid"]
        return [(name, n, min(n * 100 // whole, 100)) for name in names for n in [getattr(self, name)]]


def funnel(campaign: Campaign) -> Funnel:
    """Two queries. Delivered: nothing is left to hand in or to publish; paid: completed."""
    owed = Deliverable.objects.filter(
        collaboration=OuterRef("pk"), state__in=[D.DUE, D.SUBMITTED, D.CHANGES_REQUESTED, D.APPROVED]
    )
    deals = campaign.collaborations.annotate(is_owing=Exists(owed))
    counts = deals.aggregate(
        accepted=Count("pk"),
        taken=Count("pk", filter=Q(state__in=TAKEN)),
        delivered=Count("pk", filter=Q(is_owing=False, state__in=[K.FUNDED, K.ACTIVE, K.COMPLETED])),
        paid=Count("pk", filter=Q(state=K.COMPLETED)),
    )
    sent = campaign.applications.aggregate(
        applied=Count("pk"), waiting=Count("pk", filter=Q(state__in=TO_ANSWER))
    )
    return Funnel(**sent, **counts)
