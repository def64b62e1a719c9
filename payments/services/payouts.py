"""Money out, to a RIB: asked for, approved, sent, and then paid or failed. People at the house run it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from events.services import emit
from kit.errors import ensure
from payments import policies
from payments.errors import (
    BelowMinimum,
    InsufficientFunds,
    NoPayoutMethod,
    PayoutMethodOnHold,
    SecondPersonNeeded,
)
from payments.facts import PayoutApproved, PayoutFailed, PayoutPaid, PayoutRequested
from payments.models import LedgerAccount, Payout, PayoutMethod, Wallet
from payments.selectors import balance, payout_method
from payments.services.ledger import Leg, post

Kind = LedgerAccount.Kind
State = Payout.State
WORKING_DAYS = 2
SATURDAY = 5


@transaction.atomic
def request_payout(*, wallet: Wallet, amount_centimes: int, by: Any) -> Payout:
    """Take an amount out of what is available and put it on its way to the wallet's RIB.

    The wallet is locked, so two requests for the whole balance cannot both pass. Raises NotAllowed,
    BelowMinimum, NoPayoutMethod, PayoutMethodOnHold, InsufficientFunds, ProofNeeded.
    """
    insist_proof(by=by)
    wallet = Wallet.objects.lock(wallet.pk)
    ensure(policies.may_move(by, wallet))
    method = _usable_method(wallet)
    _check_amount(wallet, amount_centimes)
    payout = Payout.objects.create(
        wallet=wallet,
        method=method,
        amount_centimes=amount_centimes,
        requested_by=by,
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


@transaction.atomic
def approve_payout(*, payout_id: UUID, by: Any) -> Payout:
    """The first of two looks. Raises NotAllowed (also on one's own wallet), WrongState, ProofNeeded."""
    insist_proof(by=by)
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    payout.move(State.APPROVED)
    payout.approved_by = by
    payout.save(update_fields=["state", "approved_by"])
    fact = PayoutApproved(
        payout_id=str(payout.pk), wallet_id=str(payout.wallet_id), amount_centimes=payout.amount_centimes
    )
    emit(fact, by=by)
    return payout


@transaction.atomic
def send_payout(*, payout_id: UUID, by: Any) -> Payout:
    """Claim a payout before the transfer is made at the bank. Raises NotAllowed, SecondPersonNeeded,
    WrongState."""
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    payout.move(State.SENDING)
    if not policies.may_send(by, payout):
        raise SecondPersonNeeded(above_centimes=settings.PAYOUT_SECOND_PERSON_CENTIMES)
    payout.sent_by, payout.sent_at = by, timezone.now()
    payout.save(update_fields=["state", "sent_by", "sent_at"])
    return payout


@transaction.atomic
def settle_payout(*, payout_id: UUID, bank_ref: str, by: Any) -> Payout:
    """The bank made the transfer. Said twice with the same reference, it happens once. Raises WrongState."""
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    if payout.state == State.PAID and payout.bank_ref == bank_ref:
        return payout
    payout.move(State.PAID)
    payout.bank_ref, payout.settled_at = bank_ref[:80], timezone.now()
    payout.save(update_fields=["state", "bank_ref", "settled_at"])
    _end(payout, "payout_paid", Leg(Kind.BANK, "", payout.amount_centimes), bank_ref)
    fact = PayoutPaid(
        payout_id=str(payout.pk),
        wallet_id=str(payout.wallet_id),
        amount_centimes=payout.amount_centimes,
        bank_ref=payout.bank_ref,
    )
    emit(fact, by=by)
    return payout


@transaction.atomic
def fail_payout(*, payout_id: UUID, reason: str, by: Any) -> Payout:
    """The transfer cannot be made or came back: the amount is available again. Raises NotAllowed,
    WrongState."""
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    payout.move(State.FAILED)
    payout.failure, payout.settled_at = reason[:200], timezone.now()
    payout.save(update_fields=["state", "failure", "settled_at"])
    back = Leg(Kind.INFLUENCER_AVAILABLE, payout.wallet_id, payout.amount_centimes)
    _end(payout, "payout_failed", back, reason)
    fact = PayoutFailed(
        payout_id=str(payout.pk),
        wallet_id=str(payout.wallet_id),
        amount_centimes=payout.amount_centimes,
        reason=payout.failure,
    )
    emit(fact, by=by)
    return payout


def arrives_on(day: date) -> date:
    """Two working days later: within 72 hours, weekends aside."""
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def _usable_method(wallet: Wallet) -> PayoutMethod:
    method = payout_method(wallet)
    if method is None:
        raise NoPayoutMethod
    if method.usable_at > timezone.now():
        raise PayoutMethodOnHold(usable_at=method.usable_at.isoformat())
    return method


def _check_amount(wallet: Wallet, amount_centimes: int) -> None:
    if amount_centimes < settings.PAYOUT_MIN_CENTIMES:
        raise BelowMinimum(minimum_centimes=settings.PAYOUT_MIN_CENTIMES)
    available = balance(Kind.INFLUENCER_AVAILABLE, wallet.pk)
    if amount_centimes > available:
        raise InsufficientFunds(available_centimes=available)


def _end(payout: Payout, kind: str, to: Leg, reason: str) -> None:
    """Take the amount out of transit. One key for both ends: a payout cannot be paid and failed."""
    out = Leg(Kind.PAYOUTS_IN_TRANSIT, "", -payout.amount_centimes)
    post(key=f"payout-end:{payout.pk}", kind=kind, legs=[out, to], reason=reason)
