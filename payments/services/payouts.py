"""Money out: asked for by its owner or by a schedule, looked at by staff. `sending` takes it from there."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from events.services import emit
from kit.calendar import DAY, days_off, next_business_day
from kit.errors import WrongState, ensure
from payments import policies
from payments.errors import (
    BelowMinimum,
    InsufficientFunds,
    NoPayoutMethod,
    PayoutMethodGone,
    PayoutMethodOnHold,
)
from payments.facts import PayoutApproved, PayoutDelayed, PayoutRequested
from payments.models import LedgerAccount, Payout, PayoutMethod, Wallet
from payments.selectors import balance, payout_method, receives
from payments.services.ledger import Leg, post
from payments.services.payout_ends import give_back

Kind = LedgerAccount.Kind
State = Payout.State


@transaction.atomic
def request_payout(*, wallet: Wallet, amount_centimes: int, by: Any, method_id: UUID | None = None) -> Payout:
    """Take an amount out of what is available and put it on its way to a method, by default the default.

    The wallet is locked, so two requests for the whole balance cannot both pass. Raises NotAllowed,
    BelowMinimum, NoPayoutMethod, PayoutMethodOnHold, PayoutMethodGone, InsufficientFunds, PayoutRateMissing,
    ProofNeeded.
    """
    insist_proof(by=by)
    wallet = Wallet.objects.lock(wallet.pk)
    ensure(policies.may_move(by, wallet))
    return make_payout(wallet, usable_method(wallet, method_id), amount_centimes, by=by)


@transaction.atomic
def cancel_payout(*, payout_id: UUID, by: Any) -> Payout:
    """Its owner takes a request back before staff approved it. Said twice, it happens once.

    Raises NotAllowed, WrongState, ProofNeeded.
    """
    insist_proof(by=by)
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_move(by, payout.wallet))
    if payout.reason == Payout.Reason.CANCELLED_BY_YOU:
        return payout
    if payout.state != State.REQUESTED:
        raise WrongState(state=payout.state, wanted=str(State.FAILED))
    return give_back(payout, Payout.Reason.CANCELLED_BY_YOU, by=by)


@transaction.atomic
def approve_payout(*, payout_id: UUID, by: Any) -> Payout:
    """The first of two looks. Raises NotAllowed (also on one's own wallet), WrongState, ProofNeeded."""
    insist_proof(by=by)
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    return pass_on(payout, by=by)


@transaction.atomic
def delay_payout(*, payout_id: UUID, reason: str, expected_on: date, by: Any = None) -> Payout:
    """Say that one is later than was said, why, and when it is expected now. The same again tells nobody.

    Raises NotAllowed, WrongState, and ValueError on a reason that is no Payout.Delay.
    """
    payout = Payout.objects.lock(payout_id)
    ensure(by is None or policies.may_run_payouts(by, payout))
    if payout.state not in Payout.OPEN:
        raise WrongState(state=payout.state)
    if (payout.delay, payout.expected_on) == (reason, expected_on):
        return payout
    payout.delay, payout.expected_on = Payout.Delay(reason), expected_on
    payout.save(update_fields=["delay", "expected_on"])
    fact = PayoutDelayed(
        payout_id=str(payout.pk),
        wallet_id=str(payout.wallet_id),
        amount_centimes=payout.amount_centimes,
        expected_on=expected_on.isoformat(),
        reason=reason,
    )
    emit(fact, by=by)
    return payout


@transaction.atomic
def postpone_payout(*, payout_id: UUID, on: date) -> Payout:
    """Its day has passed: the next that can be kept from `on` on, and why. Ended meanwhile, it stays as it
    is."""
    payout = Payout.objects.lock(payout_id)
    if payout.state not in Payout.OPEN or payout.expected_on >= on:
        return payout
    why = {State.UNKNOWN: Payout.Delay.NO_ANSWER, State.SENDING: Payout.Delay.BANK_SLOW}
    reason = why.get(State(payout.state), Payout.Delay.CHECKING)
    return delay_payout(payout_id=payout_id, reason=reason, expected_on=arrives_on(on))


def arrives_on(day: date) -> date:
    """Two business days of Morocco later: within 72 hours, week-ends and public holidays aside."""
    off = days_off(day)
    for _step in range(settings.PAYOUT_BUSINESS_DAYS):
        day = next_business_day(day + DAY, off)
    return day


def usable_method(wallet: Wallet, method_id: UUID | None = None) -> PayoutMethod:
    """The one that was named, or the default. Raises NoPayoutMethod, PayoutMethodGone, PayoutMethodOnHold."""
    method = payout_method(wallet)
    if method_id is not None:
        method = wallet.payout_methods.filter(pk=method_id).first()
    if method is None:
        raise NoPayoutMethod
    if method.removed_at is not None:
        raise PayoutMethodGone
    if method.usable_at > timezone.now():
        raise PayoutMethodOnHold(usable_at=method.usable_at.isoformat())
    return method


def make_payout(
    wallet: Wallet, method: PayoutMethod, amount_centimes: int, *, by: Any, period: str = ""
) -> Payout:
    """Under the wallet's lock. What arrives in another currency is frozen now, at today's rate."""
    _check_amount(wallet, amount_centimes)
    given, currency, rate = receives(method, amount_centimes)
    payout = Payout.objects.create(
        wallet=wallet,
        method=method,
        amount_centimes=amount_centimes,
        paid_amount_centimes=given if rate else None,
        paid_currency=currency if rate else "",
        rate=rate,
        requested_by=by,
        period=period,
        expected_on=arrives_on(timezone.localdate()),
    )
    legs = [
        Leg(Kind.INFLUENCER_AVAILABLE, wallet.pk, -amount_centimes),
        Leg(Kind.PAYOUTS_IN_TRANSIT, "", amount_centimes),
    ]
    post(key=f"payout:{payout.pk}", kind="payout", legs=legs)
    fact = PayoutRequested(
        payout_id=str(payout.pk),
        wallet_id=str(wallet.pk),
        amount_centimes=amount_centimes,
        expected_on=payout.expected_on.isoformat(),
    )
    emit(fact, by=by)
    return payout


def pass_on(payout: Payout, *, by: Any) -> Payout:
    """Approve a locked payout; `by` is None where the house's own rule does. Raises WrongState."""
    payout.move(State.APPROVED)
    payout.approved_by, payout.approved_at = by, timezone.now()
    payout.save(update_fields=["state", "approved_by", "approved_at"])
    fact = PayoutApproved(
        payout_id=str(payout.pk), wallet_id=str(payout.wallet_id), amount_centimes=payout.amount_centimes
    )
    emit(fact, by=by)
    return payout


def _check_amount(wallet: Wallet, amount_centimes: int) -> None:
    if amount_centimes < settings.PAYOUT_MIN_CENTIMES:
        raise BelowMinimum(minimum_centimes=settings.PAYOUT_MIN_CENTIMES)
    available = balance(Kind.INFLUENCER_AVAILABLE, wallet.pk)
    if amount_centimes > available:
        raise InsufficientFunds(available_centimes=available)
