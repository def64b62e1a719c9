"""Where an amount came from and where it went: fund, escrow, release or refund, payout, bank.

The money of a deal carries its number until it is on a wallet. There the oldest credit is spent first, so
that each transfer can be named with the deals that paid for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from payments.models import LedgerAccount, LedgerCorrection, LedgerEntry, LedgerTransaction

Kind = LedgerAccount.Kind
Parts = dict[UUID, int | None]
PAYOUT, PAYOUT_END = "payout:", "payout-end:"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One transaction on the way. `part_centimes`: how much of it is this money; None when all of it."""

    transaction: LedgerTransaction
    entries: list[LedgerEntry]
    part_centimes: int | None = None


def trace(transaction_id: UUID | str) -> list[Step]:
    """Everything that happened to the money of one transaction, in the order it moved."""
    start = LedgerTransaction.objects.get(pk=transaction_id)
    if start.deal_id:
        return trace_deal(start.deal_id)
    steps: Parts = {start.pk: None}
    if payout_id := _payout_of(start.key):
        ends = LedgerTransaction.objects.filter(key__in=[PAYOUT + payout_id, PAYOUT_END + payout_id])
        own = list(ends.values_list("pk", flat=True))
        steps = dict.fromkeys(own)
        for source, spent, part in _flows(_wallets_of(own)):
            if spent in own and source not in own:
                steps[source] = (steps.get(source) or 0) + part
    return _told(steps)


def trace_deal(deal_id: UUID | str) -> list[Step]:
    """All transactions of a deal, the transfers that its money went out with, and how those ended."""
    own = list(LedgerTransaction.objects.filter(deal_id=deal_id).values_list("pk", flat=True))
    steps: Parts = dict.fromkeys(own)
    for source, spent, part in _flows(_wallets_of(own)):
        if source in own and spent not in own:
            steps[spent] = (steps.get(spent) or 0) + part
    out = LedgerTransaction.objects.filter(pk__in=set(steps) - set(own)).values_list("key", "pk")
    ends = {PAYOUT_END + _payout_of(key): steps[pk] for key, pk in out}
    for key, pk in LedgerTransaction.objects.filter(key__in=ends).values_list("key", "pk"):
        steps[pk] = ends[key]
    return _told(steps)


def _payout_of(key: str) -> str:
    kind, _colon, payout_id = key.partition(":")
    return payout_id if kind in {"payout", "payout-end"} else ""


def _wallets_of(transactions: Iterable[UUID]) -> QuerySet:
    rows = LedgerEntry.objects.filter(
        transaction__in=list(transactions), account__kind=Kind.INFLUENCER_AVAILABLE
    )
    return rows.values_list("account_id", flat=True).distinct()


def _flows(accounts: Iterable[int]) -> Iterator[tuple[UUID, UUID, int]]:
    """(credited by, spent by, centimes) on each account, the oldest credit first."""
    for account in accounts:
        rows = LedgerEntry.objects.filter(account=account).order_by("id")
        unspent: list[list[Any]] = []
        for pk, amount in rows.values_list("transaction_id", "amount_centimes"):
            if amount > 0:
                unspent.append([pk, amount])
            else:
                yield from _spend(unspent, pk, -amount)


def _spend(unspent: list[list[Any]], pk: UUID, amount: int) -> Iterator[tuple[UUID, UUID, int]]:
    while amount and unspent:
        part = min(amount, unspent[0][1])
        yield unspent[0][0], pk, part
        amount -= part
        unspent[0][1] -= part
        if not unspent[0][1]:
            unspent.pop(0)


def _told(steps: Parts) -> list[Step]:
    """The steps with their legs and with the corrections that put one of them right. Three queries."""
    corrected = LedgerCorrection.objects.filter(reverses__in=steps, transaction__isnull=False)
    steps = {**dict.fromkeys(corrected.values_list("transaction_id", flat=True)), **steps}
    rows = LedgerTransaction.objects.filter(pk__in=steps).order_by("made_at", "id")
    legs: dict[UUID, list[LedgerEntry]] = {}
    for leg in (
        LedgerEntry.objects.filter(transaction__in=steps).select_related("account").order_by("position")
    ):
        legs.setdefault(leg.transaction_id, []).append(leg)
    return [Step(transaction=row, entries=legs.get(row.pk, []), part_centimes=steps[row.pk]) for row in rows]
