"""Why an account may not be deleted yet: all of it, each with the page where it is put right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brands.models import Brand, BrandMember
from campaigns.models import Application, Campaign, Collaboration
from kit.isolates import isolate
from payments.models import Escrow, LedgerAccount, Payment, Payout, Refund, Wallet
from payments.selectors import balance
from plans.models import CardPlan

Kind = LedgerAccount.Kind
MOVING = [
    Escrow.State.HELD,
    Escrow.State.RELEASING,
    Escrow.State.REFUNDING,
    Escrow.State.SPLITTING,
]
ON_THE_WAY = Payout.OPEN
GOING_ON = [Campaign.State.PENDING_APPROVAL, Campaign.State.OPEN, Campaign.State.IN_PROGRESS]


@dataclass(frozen=True)
class Reason:
    """One thing that is still open."""

    code: str
    detail: str | Promise
    url: str


def reasons_to_stay(user: Any) -> list[Reason]:
    """Empty when the account may be deleted. A fixed number of queries."""
    if user.is_staff:
        text = _("You belong to the staff: an administrator takes your rights away first.")
        return [Reason("staff", text, reverse("accounts:security"))]
    owned = list(Brand.objects.filter(memberships__user=user, memberships__role=BrandMember.Role.OWNER))
    cards = CardPlan.objects.filter(wallet=OuterRef("pk"))
    own = Wallet.objects.filter(Q(brand__in=owned) | Q(influencer__user=user))
    wallets = list(own.annotate(pays_by_card=Exists(cards.live() | cards.at_stripe())))
    return [*_team(owned), *_work(user, owned), *_money(user, wallets)]


def _team(owned: list[Brand]) -> Iterator[Reason]:
    for brand in owned:
        if brand.memberships.count() > 1:
            text = _("You own “%(brand)s”, and others work there: give the ownership to one of them first.")
            yield Reason("brand_owner", text % {"brand": isolate(brand.name)}, reverse("brands:edit"))


def _work(user: Any, owned: list[Brand]) -> Iterator[Reason]:
    mine = Q(influencer__user=user) | Q(brand__in=owned)
    if Collaboration.objects.live().filter(mine).exists():
        text = _("A contract of yours is not finished.")
        yield Reason("contract_open", text, reverse("campaigns:deals"))
    if Application.objects.live().filter(influencer__user=user).exists():
        text = _("An application of yours waits for an answer: withdraw it, or wait.")
        yield Reason("application_open", text, reverse("campaigns:my_applications"))
    if Campaign.objects.filter(brand__in=owned, state__in=GOING_ON).exists():
        text = _("A campaign of yours is open or in review: cancel it first.")
        yield Reason("campaign_open", text, reverse("campaigns:mine"))


def _money(user: Any, wallets: list[Any]) -> Iterator[Reason]:
    page = reverse("payments:earnings" if user.is_influencer else "payments:history")
    kinds = {Wallet.Kind.INFLUENCER: Kind.INFLUENCER_AVAILABLE, Wallet.Kind.BRAND: Kind.BRAND_WALLET}
    if any(balance(kinds[Wallet.Kind(wallet.kind)], wallet.pk) > 0 for wallet in wallets):
        yield Reason("money_held", _("There is money in your wallet: have it paid out first."), page)
    sides = Q(payer__in=wallets) | Q(payee__in=wallets)
    if Escrow.objects.filter(sides, state__in=MOVING).exists():
        yield Reason("escrow_held", _("Funds are secured for a contract of yours."), page)
    if Payout.objects.filter(wallet__in=wallets, state__in=ON_THE_WAY).exists():
        yield Reason("payout_open", _("A transfer to your bank is on its way."), page)
    if _coming_back(wallets):
        yield Reason("payment_open", _("A payment or a refund of yours is not settled."), page)
    if any(wallet.pays_by_card for wallet in wallets):
        text = _("Your plan is paid by card: let it end first, so that nothing is charged any more.")
        yield Reason("card_plan", text, reverse("plans:plan"))


def _coming_back(wallets: list[Wallet]) -> bool:
    waiting = [Payment.State.PENDING, Payment.State.UNKNOWN]
    if Payment.objects.filter(escrow__payer__in=wallets, state__in=waiting).exists():
        return True
    refunds = Refund.objects.filter(payment__escrow__payer__in=wallets)
    return refunds.exclude(state=Refund.State.DONE).exists()
