"""What a wallet has, and what is coming."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, Min, Sum
from django.utils.module_loading import import_string

from payments.models import EscrowPart, LedgerAccount, LedgerEntry, LedgerHold, Payout, Wallet
from taxes.selectors import is_declared

Kind = LedgerAccount.Kind
ON_THE_WAY = Payout.OPEN


@dataclass(frozen=True, kw_only=True)
class Earnings:
    """An influencer's money by where it is. `expected_on`: the next transfer on its way. What the brand looks
    at is in review (`reviewed_by`: when silence accepts it), not protected: each dirham counts once.
    """

    protected_centimes: int
    in_review_centimes: int
    reviewed_by: datetime | None
    available_centimes: int
    on_the_way_centimes: int
    paid_out_centimes: int
    n_protected: int
    expected_on: date | None
    n_in_review: int = 0
    currency: str = "MAD"

    @property
    def secured_centimes(self) -> int:
        """Everything that brands have put aside."""
        return self.protected_centimes + self.in_review_centimes

    @property
    def n_secured(self) -> int:
        return self.n_protected + self.n_in_review


def balance(kind: str, owner: Any = "", currency: str = "MAD") -> int:
    """Balance of one account: the kept figure, or the sum of its entries for a summed account."""
    account = LedgerAccount.objects.filter(kind=kind, owner=str(owner), currency=currency).first()
    if account is None:
        return 0
    if not account.is_summed:
        return account.balance_centimes
    return LedgerEntry.objects.filter(account=account).aggregate(n=Sum("amount_centimes"))["n"] or 0


def earnings(wallet: Wallet) -> Earnings:
    """Four queries: the kept balance, what is held for this wallet, what of it is in review, its payouts."""
    nets = _held_nets(wallet)
    reviews = _in_review([deal_id for deal_id, _net in nets])
    in_review = [net for deal_id, net in nets if deal_id in reviews]
    payouts = _payouts_by_state(wallet)
    coming = [payouts[state] for state in ON_THE_WAY if state in payouts]
    return Earnings(
        protected_centimes=sum(net for _id, net in nets) - sum(in_review),
        in_review_centimes=sum(in_review),
        reviewed_by=min(filter(None, reviews.values()), default=None),
        n_protected=len(nets) - len(in_review),
        n_in_review=len(in_review),
        available_centimes=balance(Kind.INFLUENCER_AVAILABLE, wallet.pk),
        on_the_way_centimes=sum(row["n"] for row in coming),
        paid_out_centimes=payouts.get(Payout.State.PAID, {"n": 0})["n"],
        expected_on=min((row["on"] for row in coming), default=None),
    )


def _held_nets(wallet: Wallet) -> list[tuple[UUID, int]]:
    """What is held for a wallet will bring, by contract."""
    net = F("price_centimes") - F("influencer_fee_centimes") - F("influencer_vat_centimes")
    held = EscrowPart.objects.open().filter(escrow__payee=wallet).values("escrow__deal_id").order_by()
    return list(held.annotate(n=Sum(net)).values_list("escrow__deal_id", "n"))


def _payouts_by_state(wallet: Wallet) -> dict[str, dict[str, Any]]:
    rows = Payout.objects.filter(wallet=wallet).order_by().values("state")
    summed = rows.annotate(n=Sum("amount_centimes"), on=Min("expected_on"))
    return {row["state"]: dict(row) for row in summed}


def _in_review(deal_ids: list[UUID]) -> dict[UUID, datetime | None]:
    """Asked of the floor that knows contracts."""
    find: Callable[[list[UUID]], dict[UUID, datetime | None]] = import_string(settings.DEALS_IN_REVIEW)
    return find(deal_ids) if deal_ids else {}


def wallet_of(user: Any, kind: str) -> Wallet | None:
    """The first wallet of a kind that a person may look into; None for everybody else.

    `money_stands` says whether all payments stand still, `is_taxed` whether the tax office's questions are
    answered: pages show both, and need no query more for them.
    """
    rows = Wallet.objects.visible_to(user).filter(kind=kind).select_related("payout_schedule")
    stands = Exists(LedgerHold.objects.filter(lifted_at=None))
    return rows.annotate(money_stands=stands, is_taxed=is_declared("pk")).order_by("opened_at", "id").first()
