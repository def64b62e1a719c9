"""Statements: of one transfer to a bank, of a month, of a year."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from invoicing.errors import NothingToSay
from invoicing.models import Kind
from invoicing.selectors.closings import Closing, closed_parts
from invoicing.selectors.drafts import Draft, from_house, key_of
from invoicing.selectors.moves import account_lines, payment_lines
from invoicing.selectors.parties import party
from invoicing.selectors.periods import Period
from kit.dates import local_day
from payments.models import LedgerTransaction, Payout, Wallet

MOMENT = timedelta(microseconds=1)
SUMS = ("gross", "fee", "vat", "withheld", "net")


def payout_draft(payout: Payout) -> Draft:
    """One transfer: where it went, and what its money was made of. Raises IssuerNotConfigured."""
    lines, opening = account_lines(payout.wallet, *_since_last(payout))
    content = {
        "lines": lines,
        "notes": [],
        "opening_centimes": opening,
        "transfer": {
            "reference": str(payout),
            "bank_ref": payout.bank_ref,
            "holder": payout.method.holder_name,
            "last4": payout.method.hint[-4:],
            "asked_on": local_day(payout.requested_at),
            "on": payout.settled_at and local_day(payout.settled_at),
        },
    }
    return Draft(
        key=key_of(Kind.PAYOUT, payout.pk),
        kind=Kind.PAYOUT,
        **from_house(payout.wallet),
        content=content,
        currency=payout.currency,
        net_centimes=payout.amount_centimes,
        payout_id=payout.pk,
    )


def _since_last(payout: Payout) -> tuple[datetime, datetime]:
    """After the transfer before was taken out of the account, until this one was."""
    asked: Any = LedgerTransaction.objects.values_list("made_at", flat=True)
    previous = Payout.objects.filter(wallet=payout.wallet, requested_at__lt=payout.requested_at)
    last = previous.order_by("-requested_at").first()
    start = asked.get(key=f"payout:{last.pk}") + MOMENT if last else payout.wallet.opened_at
    return start, asked.get(key=f"payout:{payout.pk}")


def statement_draft(kind: str, wallet: Wallet, period: Period) -> Draft:
    """A month or a year of one wallet. Raises NothingToSay, IssuerNotConfigured."""
    content, total = BUILDERS[Kind(kind)](wallet, *period.moments)
    return Draft(
        key=f"{kind}:{wallet.pk}:{period.start}",
        kind=kind,
        **from_house(wallet),
        content={**content, "notes": []},
        net_centimes=total,
        period_start=period.start,
        period_end=period.end,
    )


def _month(wallet: Wallet, start: datetime, end: datetime) -> tuple[dict[str, Any], int]:
    """A creator's account with its balances; a brand's payments with what was billed of them."""
    closed = _added_up([_row(one, wallet) for one in closed_parts(wallet, start, end)])
    if wallet.kind == Wallet.Kind.BRAND:
        lines, opening = payment_lines(wallet, start, end), None
    else:
        lines, opening = account_lines(wallet, start, end)
    if not lines and not closed["gross"]:
        raise NothingToSay
    moved = sum(line["amount_centimes"] for line in lines)
    total = -moved if opening is None else opening + moved
    return {"lines": lines, "opening_centimes": opening, "closed": closed}, total


def _year(wallet: Wallet, start: datetime, end: datetime) -> tuple[dict[str, Any], int]:
    """Per other side: what it came to, and what was withheld."""
    by_party: dict[Any, list[dict[str, int]]] = defaultdict(list)
    others: dict[Any, Wallet] = {}
    for one in closed_parts(wallet, start, end):
        other = one.escrow.payee if wallet.kind == Wallet.Kind.BRAND else one.escrow.payer
        others[other.pk] = other
        by_party[other.pk].append(_row(one, wallet))
    if not by_party:
        raise NothingToSay
    lines = [_line_of(others[pk], _added_up(rows)) for pk, rows in by_party.items()]
    lines.sort(key=lambda line: (-line["gross_centimes"], line["about"]))
    closed = _added_up([row for rows in by_party.values() for row in rows])
    return {"lines": lines, "closed": closed, "side": wallet.kind}, closed["gross"]


def _line_of(other: Wallet, sums: dict[str, int]) -> dict[str, Any]:
    who = party(other)
    sums_said = {f"{name}_centimes": sums[name] for name in SUMS}
    return {"about": who["legal_name"], "ice": who.get("ice", ""), "n": sums["n"], **sums_said}


def _row(one: Closing, wallet: Wallet) -> dict[str, int]:
    """A closing as its side sees it: what it paid in all, or received."""
    quote, withheld = one.quote, one.withheld_centimes
    if wallet.kind == Wallet.Kind.BRAND:
        fee, vat, net = quote.brand_fee_centimes, quote.brand_vat_centimes, quote.total_centimes
    else:
        fee, vat, net = quote.influencer_fee_centimes, quote.influencer_vat_centimes, one.received_centimes
    gross = quote.price_centimes
    return {"gross": gross, "fee": fee, "vat": vat, "withheld": withheld, "net": net, "n": 1}


def _added_up(rows: list[dict[str, int]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in (*SUMS, "n")}


BUILDERS = {Kind.MONTHLY: _month, Kind.YEARLY: _year}
