"""Attempts to bring an escrow's money in. Only a provider's report credits; a browser never does."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import WrongState, ensure
from kit.ids import uuid7
from payments import policies
from payments.errors import CurrencyNotOffered, PayerOwesUs, PaymentBeingChecked
from payments.facts import PaymentFailed
from payments.models import Escrow, LedgerAccount, Payment, Wallet
from payments.selectors import (
    currencies_of,
    open_payment,
    payer_debts,
    rate_in_force,
    to_foreign,
)
from payments.services.approvals import ensure_approved
from payments.services.escrows import fund
from payments.services.ledger import Leg, post
from payments.services.refunds import send_back_parked
from payments.services.reports import FAILED, PAID, Report
from payments.services.switches import ensure_known, ensure_open

log = logging.getLogger(__name__)
Kind = LedgerAccount.Kind
State = Payment.State
WAITING = {State.PENDING, State.UNKNOWN}


@transaction.atomic
def create_payment(*, escrow_id: UUID, gateway: str, by: Any, currency: str = "") -> Payment:
    """Open an attempt to pay an escrow, or return the one already open there.

    Without a currency it is the escrow's, or the first that the gateway takes; another one is charged at the
    rate of the day, frozen here. Choosing another gateway or currency gives the open attempt up (money that
    still arrives through it is sent back). Raises NotAllowed, WrongState when the escrow does not wait for
    money, PayerOwesUs, ApprovalNeeded, PaymentBeingChecked, GatewayNotConfigured, GatewayDraining,
    GatewayResting, CurrencyNotOffered, RateMissing. An attempt that is open already is not a new one: a
    drained gateway finishes it.
    """
    escrow = Escrow.objects.lock(escrow_id)
    ensure(policies.may_move(by, escrow.payer))
    ensure_known(gateway)
    if escrow.state != Escrow.State.PENDING:
        raise WrongState(state=escrow.state, wanted=str(Escrow.State.HELD))
    ensure_no_debt(escrow.payer)
    ensure_approved(escrow, by)
    current = open_payment(escrow)
    if current is not None and current.state == State.UNKNOWN:
        raise PaymentBeingChecked(payment=str(current.pk))
    currency = _chosen(escrow, gateway, currency)
    if current is not None and (current.gateway, current.currency) == (gateway, currency):
        return current
    ensure_open(gateway)
    if current is not None:
        _finish(current, State.EXPIRED, "another_way_chosen")
    pk = uuid7()
    return Payment.objects.create(
        id=pk,
        escrow=escrow,
        gateway=gateway,
        reference=f"IM{pk.hex[-16:].upper()}",
        made_by=by,
        **_charge(escrow, currency),
    )


def ensure_no_debt(payer: Wallet) -> None:
    """Raises PayerOwesUs: a payment was taken back after its money had been given away."""
    owed = payer_debts(payer)
    if owed:
        raise PayerOwesUs(owed=[{"currency": one, "centimes": n} for one, n in owed.items()])


def _chosen(escrow: Escrow, gateway: str, currency: str) -> str:
    """The currency asked for, or the escrow's where the gateway takes it, or the gateway's first."""
    offered = currencies_of(gateway)
    if currency and currency not in offered:
        raise CurrencyNotOffered(currency=currency, offered=offered)
    return currency or (escrow.currency if escrow.currency in offered else offered[0])


def _charge(escrow: Escrow, currency: str) -> dict[str, Any]:
    """What the payer is asked for: the total, or its worth at today's rate."""
    total = escrow.total_centimes
    charge = {"currency": currency, "escrow_centimes": total, "amount_centimes": total, "rate": None}
    if currency != escrow.currency:
        rate = rate_in_force(currency)
        charge |= {"amount_centimes": to_foreign(total, rate), "rate": rate}
    return charge


@transaction.atomic
def note_action(*, payment_id: UUID, action: dict[str, Any]) -> None:
    """Keep what the browser was last told to do."""
    Payment.objects.filter(pk=payment_id).update(action=action)


@transaction.atomic
def record_report(*, payment_id: UUID, report: Report) -> str:
    """Believe a provider's report about a payment; return what came of it, in one word.

    credited, failed, pending, expired, duplicate; or what staff must see: late_refund (paid, but the escrow
    no longer waits: sent back), wrong_amount and wrong_currency (never credited, see _refuse_amount).
    """
    escrow_id = Payment.objects.values_list("escrow_id", flat=True).get(pk=payment_id)
    escrow = Escrow.objects.lock(escrow_id)
    payment = Payment.objects.lock(payment_id)
    if report.status == PAID:
        return _paid(escrow, payment, report)
    if payment.state not in WAITING:
        return "duplicate"
    if report.status == FAILED:
        _fail(escrow, payment, State.FAILED, report.reason or "declined")
        return "failed"
    return _still_waiting(escrow, payment)


@transaction.atomic
def mark_unknown(*, payment_id: UUID) -> str:
    """The provider does not answer: unknown is not failed. After a day the payer may try again."""
    escrow_id = Payment.objects.values_list("escrow_id", flat=True).get(pk=payment_id)
    escrow = Escrow.objects.lock(escrow_id)
    payment = Payment.objects.lock(payment_id)
    if payment.state == State.PENDING:
        payment.move(State.UNKNOWN)
        payment.save(update_fields=["state"])
    elif payment.state == State.UNKNOWN and _older(payment.made_at, settings.PAYMENT_UNKNOWN_EXPIRES_AFTER_S):
        _fail(escrow, payment, State.EXPIRED, "expired")
    return payment.state


@transaction.atomic
def expire_payment(*, payment_id: UUID) -> Payment:
    """Give an unanswered attempt up, so that the payer can start another. Raises WrongState."""
    escrow_id = Payment.objects.values_list("escrow_id", flat=True).get(pk=payment_id)
    escrow = Escrow.objects.lock(escrow_id)
    payment = Payment.objects.lock(payment_id)
    _fail(escrow, payment, State.EXPIRED, "expired")
    return payment


def _paid(escrow: Escrow, payment: Payment, report: Report) -> str:
    if payment.state == State.PAID or payment.failure in {"wrong_amount", "wrong_currency"}:
        if report.provider_ref != payment.provider_ref:
            log.error("payment %s: a second capture %s", payment.reference, report.provider_ref)
            return "second_capture"
        return "duplicate"
    if report.currency != payment.currency:
        return _refuse_amount(escrow, payment, report, "wrong_currency")
    if report.amount_centimes != payment.amount_centimes:
        return _refuse_amount(escrow, payment, report, "wrong_amount")
    return _credit(escrow, payment, report)


def _credit(escrow: Escrow, payment: Payment, report: Report) -> str:
    """The right amount arrived: secure the deal, or send it back when the deal no longer waits for it."""
    is_wanted = escrow.state == Escrow.State.PENDING
    payment.move(State.PAID)
    payment.is_credited = is_wanted
    payment.provider_ref = report.provider_ref[:80]
    payment.failure = ""
    payment.settled_at = timezone.now()
    payment.save(update_fields=["state", "is_credited", "provider_ref", "failure", "settled_at"])
    if is_wanted:
        fund(escrow, payment)
        return "credited"
    log.warning("payment %s arrived for an escrow that is %s: sent back", payment.reference, escrow.state)
    _park(escrow, payment, payment.amount_centimes, f"park:{payment.pk}")
    send_back_parked(escrow, payment, payment.amount_centimes, "late_payment")
    return "late_refund"


def _refuse_amount(escrow: Escrow, payment: Payment, report: Report, why: str) -> str:
    """Never credit what does not fit. The same currency is parked in suspense, another one only reported."""
    log.error(
        "payment %s: %s, asked %d %s, provider says %d %s",
        payment.reference,
        why,
        payment.amount_centimes,
        payment.currency,
        report.amount_centimes,
        report.currency,
    )
    payment.provider_ref = report.provider_ref[:80]
    payment.save(update_fields=["provider_ref"])
    if why == "wrong_amount" and report.amount_centimes > 0:
        _park(escrow, payment, report.amount_centimes, f"strange:{payment.pk}")
    if payment.state in WAITING:
        _fail(escrow, payment, State.FAILED, why)
    else:
        Payment.objects.filter(pk=payment.pk).update(failure=why)
    return why


def _park(escrow: Escrow, payment: Payment, amount_centimes: int, key: str) -> None:
    """Book money that came but may not be credited: owed to whoever sent it, until it goes back."""
    post(
        key=key,
        kind="park",
        deal_id=escrow.deal_id,
        reason=payment.reference,
        currency=payment.currency,
        legs=[
            Leg(Kind.PROVIDER_CLEARING, payment.gateway, -amount_centimes),
            Leg(Kind.SUSPENSE, payment.pk, amount_centimes),
        ],
    )


def _still_waiting(escrow: Escrow, payment: Payment) -> str:
    """The provider answers but has no result: the payer may still be typing, or has closed the browser."""
    patience_s = settings.GATEWAY_EXPIRES_AFTER_S.get(payment.gateway, settings.PAYMENT_EXPIRES_AFTER_S)
    if _older(payment.made_at, patience_s):
        _fail(escrow, payment, State.EXPIRED, "expired")
        return "expired"
    if payment.state == State.UNKNOWN:
        payment.move(State.PENDING)
        payment.save(update_fields=["state"])
    return "pending"


def _fail(escrow: Escrow, payment: Payment, state: str, reason: str) -> None:
    _finish(payment, state, reason)
    fact = PaymentFailed(
        payment_id=str(payment.pk),
        escrow_id=str(escrow.pk),
        deal_id=str(escrow.deal_id),
        wallet_id=str(escrow.payer_id),
        reason=reason,
    )
    emit(fact)


def _finish(payment: Payment, state: str, reason: str) -> None:
    payment.move(state)
    payment.failure = reason[:120]
    payment.settled_at = timezone.now()
    payment.save(update_fields=["state", "failure", "settled_at"])


def _older(moment: datetime, seconds: int) -> bool:
    return timezone.now() - moment > timedelta(seconds=seconds)
