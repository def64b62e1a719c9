"""What a brand has done so far, from its contracts alone; nothing is shown while they are too few."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, Subquery, Sum

from brands.models import Brand
from campaigns.models import Application, Collaboration, Deliverable, Move

ENOUGH = 3
State = Collaboration.State


@dataclass(frozen=True)
class BrandRecord:
    """`n_in_time` of `n_signed` signed contracts had their funds secured before the deadline."""

    n_completed: int
    n_signed: int
    n_in_time: int
    changes_per_contract: Decimal
    answer_time: timedelta | None

    @property
    def in_time_bps(self) -> int:
        return self.n_in_time * 10_000 // self.n_signed if self.n_signed else 0

    @property
    def answer_hours(self) -> int | None:
        return None if self.answer_time is None else max(round(self.answer_time / timedelta(hours=1)), 1)

    @property
    def answer_days(self) -> int | None:
        return None if self.answer_time is None else round(self.answer_time / timedelta(days=1))


def brand_record(brand: Brand) -> BrandRecord | None:
    """None until ENOUGH contracts were completed. Three queries, or one."""
    counts = _contracts(brand)
    if counts["n_completed"] < ENOUGH:
        return None
    return BrandRecord(**counts, changes_per_contract=_changes(brand), answer_time=_answer_time(brand))


def _contracts(brand: Brand) -> dict[str, int]:
    unpaid = Exists(
        Move.objects.filter(
            collaboration=OuterRef("pk"), subject_id=OuterRef("pk"), from_state="signed", to_state="lapsed"
        )
    )
    rows = Collaboration.objects.filter(brand=brand).annotate(never_paid=unpaid)
    paid = Q(escrow__held_at__isnull=False)
    return rows.aggregate(
        n_completed=Count("pk", filter=Q(state=State.COMPLETED)),
        n_signed=Count("pk", filter=paid | Q(never_paid=True)),
        n_in_time=Count("pk", filter=paid),
    )


def _changes(brand: Brand) -> Decimal:
    """Changes asked for, on average, in a completed contract."""
    done = Deliverable.objects.filter(collaboration__brand=brand, collaboration__state=State.COMPLETED)
    sums = done.aggregate(n=Sum("n_revisions_used"), of=Count("collaboration", distinct=True))
    return Decimal(sums["n"] or 0) / (sums["of"] or 1)


def _answer_time(brand: Brand) -> timedelta | None:
    """From the application to the first word of the brand, on average."""
    answers = Move.objects.filter(subject="application", subject_id=OuterRef("pk"), by__isnull=False)
    first = answers.exclude(by=OuterRef("influencer__user"))
    rows = Application.objects.filter(campaign__brand=brand)
    rows = rows.annotate(answered_at=Subquery(first.order_by("id").values("made_at")[:1]))
    return rows.aggregate(mean=Avg(F("answered_at") - F("sent_at")))["mean"]
