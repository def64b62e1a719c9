"""Creators' accounts at Stripe: begun here, filled in on Stripe's pages, and believed only as Stripe says."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from events.services import emit
from kit.errors import WrongState, ensure
from payments import policies
from payments.errors import NotInThisCountry, PayoutKindNotOffered
from payments.facts import StripeAccountChanged
from payments.models import PayoutMethod, StripeAccount, Wallet
from payments.selectors import payout_kinds
from payments.services.methods import add_provider_method

State = StripeAccount.State
STRIPE = "stripe"


@dataclass(frozen=True, kw_only=True)
class AccountNews:
    """What Stripe says of an account. `may_receive`: transfers to it are possible."""

    account_id: str
    may_receive: bool
    pays_out: bool
    is_complete: bool
    due: tuple[str, ...]
    disabled_reason: str


@transaction.atomic
def open_stripe_account(*, wallet: Wallet, country: str, by: Any) -> StripeAccount:
    """Begin, or go on with, the account that a wallet is paid on through Stripe.

    Once Stripe has it, its country stays. Raises NotAllowed, ProofNeeded, PayoutKindNotOffered and
    NotInThisCountry (Morocco is not among the countries).
    """
    insist_proof(by=by)
    wallet = Wallet.objects.lock(wallet.pk)
    ensure(policies.may_move(by, wallet))
    if STRIPE not in payout_kinds():
        raise PayoutKindNotOffered(offered=payout_kinds())
    account = StripeAccount.objects.filter(wallet=wallet).first()
    if account is not None and account.account_id:
        return account
    if country not in settings.STRIPE_CONNECT_COUNTRIES:
        raise NotInThisCountry(country=country, offered=settings.STRIPE_CONNECT_COUNTRIES)
    account, _ = StripeAccount.objects.update_or_create(wallet=wallet, defaults={"country": country})
    return account


@transaction.atomic
def be_paid_by_stripe(*, wallet: Wallet, by: Any) -> PayoutMethod:
    """Make the wallet's account at Stripe a payout method, and the default, under the rules of any new one.

    Raises NotAllowed, ProofNeeded, WrongState (not ready at Stripe) and PayoutKindNotOffered.
    """
    account = StripeAccount.objects.filter(wallet=wallet).first()
    if account is None or not account.is_ready:
        raise WrongState
    currency = "USD" if account.country == "US" else "EUR"
    return add_provider_method(
        wallet=wallet, kind=STRIPE, currency=currency, address=account.account_id, by=by
    )


@transaction.atomic
def note_stripe_account(*, account_id: str, news: AccountNews, pk: UUID | None = None) -> str:
    """Keep what Stripe says about an account (by our row, where the id is new to us); the state it has now.

    An account that nobody here began says nothing to us: "".
    """
    rows = StripeAccount.objects.select_for_update(of=("self",))
    account = rows.filter(pk=pk).first() if pk else rows.filter(account_id=account_id).first()
    if account is None:
        return ""
    before, account.account_id = account.state, account_id
    account.state, account.due = _state(news), list(news.due)
    account.disabled_reason, account.checked_at = news.disabled_reason[:80], timezone.now()
    account.save(update_fields=["account_id", "state", "due", "disabled_reason", "checked_at"])
    if before != account.state:
        emit(StripeAccountChanged(wallet_id=str(account.wallet_id), state=account.state))
    return account.state


def _state(news: AccountNews) -> str:
    if news.disabled_reason.startswith("rejected"):
        return State.REFUSED
    if news.may_receive and news.pays_out:
        return State.READY
    return State.CHECKING if news.is_complete and not news.due else State.INCOMPLETE
