"""What moved for a wallet, as lines of a statement: a creator's account in the ledger, a brand's payments."""

from datetime import datetime
from typing import Any

from payments.models import Escrow, LedgerAccount, LedgerEntry, Payment, Refund, Wallet
from payments.models.references import short

Line = dict[str, Any]


def account_lines(wallet: Wallet, start: datetime, end: datetime) -> tuple[list[Line], int]:
    """A creator's account between two moments, oldest first, and its balance before."""
    account = LedgerAccount.Kind.INFLUENCER_AVAILABLE
    entries = LedgerEntry.objects.filter(account__kind=account, account__owner=str(wallet.pk))
    before = entries.filter(transaction__made_at__lt=start).order_by("-id").first()
    within = entries.filter(transaction__made_at__gte=start, transaction__made_at__lt=end)
    rows = list(within.select_related("transaction").order_by("id"))
    titles = _titles([row.transaction.deal_id for row in rows])
    lines = [
        {
            "at": row.transaction.made_at.isoformat(),
            "code": row.transaction.kind,
            "about": titles.get(row.transaction.deal_id, ""),
            "reference": _reference(row.transaction.key),
            "amount_centimes": row.amount_centimes,
            "balance_centimes": row.balance_after_centimes,
        }
        for row in rows
    ]
    return lines, (before.balance_after_centimes or 0) if before else 0


def _titles(deal_ids: list[Any]) -> dict[Any, str]:
    rows = Escrow.objects.filter(deal_id__in={pk for pk in deal_ids if pk})
    return dict(rows.values_list("deal_id", "title"))


def _reference(key: str) -> str:
    """Short enough to read out: a letter of what it was, and the end of its id."""
    what, _colon, pk = key.partition(":")
    letter = {"payout": "V", "payout-end": "V", "close": "E"}.get(what, "T")
    return f"{letter}-{pk.replace('-', '')[-8:].upper()}"


def payment_lines(wallet: Wallet, start: datetime, end: datetime) -> list[Line]:
    """What a brand paid (negative) and got back, in the escrows' currency, oldest first."""
    paid = Payment.objects.filter(
        escrow__payer=wallet, is_credited=True, settled_at__gte=start, settled_at__lt=end
    )
    back = Refund.objects.filter(
        payment__escrow__payer=wallet,
        state=Refund.State.DONE,
        escrow_centimes__isnull=False,
        settled_at__gte=start,
        settled_at__lt=end,
    )
    lines = [_payment(one) for one in paid.select_related("escrow")]
    lines += [_refund(one) for one in back.select_related("payment__escrow")]
    return sorted(lines, key=lambda line: line["at"])


def _payment(one: Payment) -> Line:
    return {
        "at": one.settled_at.isoformat() if one.settled_at else "",
        "code": "fund",
        "about": one.escrow.title,
        "reference": one.reference,
        "amount_centimes": -one.escrow_centimes,
        "balance_centimes": None,
    }


def _refund(one: Refund) -> Line:
    return {
        "at": one.settled_at.isoformat() if one.settled_at else "",
        "code": "refund_settled",
        "about": one.payment.escrow.title,
        "reference": short("R", one.pk),
        "amount_centimes": one.escrow_centimes or 0,
        "balance_centimes": None,
    }
