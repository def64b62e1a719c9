"""What a wallet has, and what is coming."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Sum

from payments.models import EscrowPart, LedgerAccount, LedgerEntry, Payout, Wallet

Kind = LedgerAccount.Kind
ON_THE_WAY = [Payout.State.REQUESTED, Payout.State.APPROVED, Payout.State.SENDING]


@dataclass(frozen=True, kw_only=True)
class Earnings:
    """An influencer's money by where it is. `expected_on`: the next transfer on its way."""

    protected_centimes: int
    available_centimes: int
    on_the_way_centimes: int
    paid_out_centimes: int
    n_protected: int
    expected_on: date | None
    currency: str = "MAD"


def balance(kind: str, owner: Any = "", currency: str = "MAD") -> int:
    """Balance of one account: the kept figure, or the sum of its entries for a summed account."""
    account = LedgerAccount.objects.filter(kind=kind, owner=str(owner), currency=currency).first()
    if account is None:
        return 0
    if not account.is_summed:
        return account.balance_centimes
    return LedgerEntry.objects.filter(account=account).aggregate(n=Sum("amount_centimes"))["n"] or 0


def earnings(wallet: Wallet) -> Earnings:
    """Three queries: the kept balance, what is held for this wallet, its payouts."""
    net = F("price_centimes") - F("influencer_fee_centimes") - F("influencer_vat_centimes")
    held = EscrowPart.objects.open().filter(escrow__payee=wallet)
    protected = held.aggregate(n=Count("escrow", distinct=True), centimes=Sum(net, default=0))
    by_state = Payout.objects.filter(wallet=wallet).order_by().values("state")
    payouts = {
        row["state"]: row for row in by_state.annotate(n=Sum("amount_centimes"), on=Min("expected_on"))
    }
    coming = [payouts[state] for state in ON_THE_WAY if state in payouts]
    return Earnings(
        protected_centimes=protected["centimes"],
        n_protected=protected["n"],
        available_centimes=balance(Kind.INFLUENCER_AVAILABLE, wallet.pk),
        on_the_way_centimes=sum(row["n"] for row in coming),
        paid_out_centimes=payouts.get(Payout.State.PAID, {"n": 0})["n"],
        expected_on=min((row["on"] for row in coming), default=None),
    )


def wallet_of(user: Any, kind: str) -> Wallet | None:
    """The first wallet of a kind that a person may look into; None for everybody else."""
    return Wallet.objects.visible_to(user).filter(kind=kind).order_by("opened_at", "id").first()
