"""Payouts that somebody or something has to see to."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from kit.money import CURRENCY
from payments.errors import PayoutRateMissing, RateMissing
from payments.models import ExchangeRate, Payout, PayoutBatch, PayoutMethod, PayoutSchedule, Wallet
from payments.selectors.rates import rate_in_force, to_foreign

State = Payout.State


def payouts_to_batch(by: Any) -> QuerySet[Payout, UUID]:
    """Ids of approved bank transfers that lie in no batch, oldest first; none of a wallet of one's own."""
    rows = Payout.objects.filter(
        state=State.APPROVED, method__kind=PayoutMethod.Kind.RIB, method__removed_at=None
    )
    rows = rows.exclude(lines__is_live=True).exclude(wallet__holders__user=by)
    return rows.order_by("requested_at", "id").values_list("pk", flat=True)


def unknown_first(rows: QuerySet[Payout]) -> QuerySet[Payout]:
    """What nobody knows the end of, then what waits for a hand, then the rest."""
    rank = Case(
        When(state=State.UNKNOWN, then=Value(0)),
        When(state__in=[State.REQUESTED, State.APPROVED], then=Value(1)),
        When(state=State.SENDING, then=Value(2)),
        default=Value(3),
    )
    return rows.annotate(rank=rank).order_by("rank", "-requested_at", "-id")


def shown_payouts(wallet: Wallet) -> tuple[list[Payout], Payout | None]:
    """What is on its way to its owner, the next to arrive first; and the newest of all, if it failed without
    being cancelled. One query."""
    mine = Payout.objects.filter(wallet=wallet)
    rows = mine.filter(Q(state__in=Payout.OPEN) | Q(pk__in=mine.values("pk")[:1])).select_related("method")
    found = list(rows.order_by("expected_on", "id")[:50])
    newest = max(found, key=lambda row: (row.requested_at, row.pk), default=None)
    failed = newest if newest is not None and newest.shown_state == State.FAILED else None
    return [row for row in found if row.state in Payout.OPEN], failed


def receives(method: PayoutMethod, amount_centimes: int) -> tuple[int, str, ExchangeRate | None]:
    """What would arrive there today, in which currency, at which rate. Raises PayoutRateMissing."""
    if method.currency == CURRENCY:
        return amount_centimes, method.currency, None
    try:
        rate = rate_in_force(method.currency)
    except RateMissing as missing:
        raise PayoutRateMissing(currency=method.currency) from missing
    return to_foreign(amount_centimes, rate), method.currency, rate


def late_payouts(limit: int = 500) -> list[Any]:
    """Ids of open payouts whose day has passed."""
    late = Payout.objects.filter(state__in=Payout.OPEN, expected_on__lt=timezone.localdate())
    return list(late.order_by("expected_on", "id").values_list("pk", flat=True)[:limit])


def due_schedules(limit: int = 5000) -> list[Any]:
    """Ids of wallets whose day has come, also when it was missed."""
    due = PayoutSchedule.objects.filter(next_run_on__lte=timezone.localdate())
    return list(due.order_by("next_run_on", "id").values_list("wallet_id", flat=True)[:limit])


def batches() -> QuerySet[PayoutBatch]:
    """Newest first, with what lies in them now (`n_now`, `sum_now`): control sums are frozen at the
    release."""
    live = Q(lines__is_live=True)
    rows = PayoutBatch.objects.select_related("made_by", "released_by", "sent_by")
    return rows.annotate(
        n_now=Count("lines", filter=live), sum_now=Sum("lines__payout__amount_centimes", filter=live)
    ).order_by("-made_at", "-id")
