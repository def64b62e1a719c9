"""What waits for a person, for the first screen of both sides. Each list costs a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Prefetch, QuerySet

from brands.models import Brand
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.policies import BRAND, INFLUENCER
from campaigns.selectors.steps import STEPS
from influencers.models import Influencer

A, C, K, D = Application.State, Campaign.State, Collaboration.State, Deliverable.State


@dataclass(frozen=True)
class Task:
    """One thing to do. `code`: answer_applications, answer_offer, answer_counter, correct_brief, sign, fund,
    submit, change, publish, review, accept, cancel_late. `other` names the other side; ids that do not apply
    are None.
    """

    code: str
    due_at: datetime | None
    title: str
    other: str = ""
    n: int = 1
    amount_centimes: int | None = None
    campaign_id: UUID | None = None
    application_id: UUID | None = None
    collaboration_id: UUID | None = None
    position: int | None = None


def brand_tasks(user: Any) -> list[Task]:
    """What waits for the brands this person works for, the earliest deadline first. Four queries."""
    brands = Brand.objects.of(user).order_by()
    deals = Collaboration.objects.filter(brand__in=brands)
    tasks = [
        *brief_tasks(brands),
        *answer_tasks(brands),
        *deal_tasks(deals, BRAND),
        *work_tasks(Deliverable.objects.filter(collaboration__brand__in=brands), BRAND),
    ]
    return by_deadline(tasks)


def creator_tasks(user: Any) -> list[Task]:
    """What waits for a creator, the earliest deadline first. Four queries."""
    mine = Influencer.objects.filter(user=user)
    tasks = [
        *offer_tasks(mine),
        *deal_tasks(Collaboration.objects.filter(influencer__in=mine), INFLUENCER),
        *work_tasks(Deliverable.objects.filter(collaboration__influencer__in=mine), INFLUENCER),
    ]
    return by_deadline(tasks)


def by_deadline(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (task.due_at is None, task.due_at))


def brief_tasks(brands: QuerySet[Brand]) -> list[Task]:
    rows = Campaign.objects.filter(brand__in=brands, state=C.REJECTED)
    return [Task("correct_brief", row.due_at, row.title, campaign_id=row.pk) for row in rows]


def answer_tasks(brands: QuerySet[Brand]) -> list[Task]:
    """Applications grouped by campaign; each counter-offer on its own, since money waits in it."""
    rows = Application.objects.filter(campaign__brand__in=brands, state__in=[A.PENDING, A.COUNTERED])
    groups = rows.values("campaign_id", "campaign__title", "state").annotate(n=Count("pk"), due=Min("due_at"))
    codes = {A.PENDING: "answer_applications", A.COUNTERED: "answer_counter"}
    return [
        Task(
            codes[A(row["state"])],
            row["due"],
            row["campaign__title"],
            n=row["n"],
            campaign_id=row["campaign_id"],
        )
        for row in groups
    ]


def offer_tasks(mine: QuerySet) -> list[Task]:
    rows = Application.objects.filter(influencer__in=mine, state=A.OFFERED).select_related("campaign__brand")
    return [
        Task(
            "answer_offer",
            row.due_at,
            row.campaign.title,
            other=row.campaign.brand.name,
            amount_centimes=row.price_centimes,
            campaign_id=row.campaign_id,
            application_id=row.pk,
        )
        for row in rows
    ]


def deal_tasks(deals: QuerySet, side: str) -> list[Task]:
    """To sign, and for the brand to fund."""
    rows = deals.filter(state__in=[K.AGREED, K.SIGNED]).select_related(
        "campaign", "brand", "influencer", "escrow"
    )
    rows = rows.prefetch_related(Prefetch("signatures"))
    return [deal_task(row, side) for row in rows if owes(row, side)]


def owes(deal: Collaboration, side: str) -> bool:
    if deal.state == K.SIGNED:
        return side == BRAND
    return side not in {row.side for row in deal.signatures.all()}


def deal_task(deal: Collaboration, side: str) -> Task:
    is_brand = side == BRAND
    return Task(
        "fund" if deal.state == K.SIGNED else "sign",
        deal.due_at,
        deal.campaign.title,
        other=deal.influencer.name if is_brand else deal.brand.name,
        amount_centimes=deal.escrow.total_centimes if is_brand else deal.escrow.net_centimes,
        campaign_id=deal.campaign_id,
        collaboration_id=deal.pk,
    )


def work_tasks(rows: QuerySet, side: str) -> list[Task]:
    """Deliverables whose next step this side owes; for the brand also those it may cancel, being overdue."""
    deals = rows.filter(collaboration__state__in=[K.FUNDED, K.ACTIVE], state__in=list(STEPS))
    deals = deals.select_related(
        "collaboration__campaign", "collaboration__brand", "collaboration__influencer"
    )
    tasks = [work_task(row, STEPS[D(row.state)][0], side) for row in deals if STEPS[D(row.state)][1] == side]
    if side == BRAND:
        tasks += [work_task(row, "cancel_late", side) for row in deals if row.is_overdue]
    return tasks


def work_task(row: Deliverable, code: str, side: str) -> Task:
    deal = row.collaboration
    return Task(
        code,
        row.due_at if code == "cancel_late" else row.expected_at,
        deal.campaign.title,
        other=deal.influencer.name if side == BRAND else deal.brand.name,
        amount_centimes=row.share_centimes,
        campaign_id=deal.campaign_id,
        collaboration_id=deal.pk,
        position=row.position,
    )


def deals_in_review(deal_ids: list[UUID]) -> dict[UUID, datetime | None]:
    """Which of these contracts the brand has work of in front of it, and by when silence accepts it. The bank
    finds it by settings.DEALS_IN_REVIEW. One query."""
    waiting = Deliverable.objects.filter(collaboration__in=deal_ids, state__in=[D.SUBMITTED, D.PUBLISHED])
    rows = waiting.order_by().values("collaboration").annotate(by=Min("due_at"))
    return dict(rows.values_list("collaboration", "by"))
