"""Money on its way back. The ledger moved it to `refunds_in_transit` already; a task tells the gateway.

A refund keeps one reference (its id) for ever, so asking the gateway again is safe: unknown is not failed.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import NotAllowed, ensure
from kit.ids import uuid7
from kit.retries import next_try
from payments import policies
from payments.facts import RefundSettled
from payments.models import Escrow, ExchangeRate, LedgerAccount, Payment, Refund
from payments.selectors import dust_of, part_of_payment, sent_back
from payments.services.audits import insist_money_moves
from payments.services.exchange import Side, exchange
from payments.services.ledger import Leg, post

Kind = LedgerAccount.Kind
State = Refund.State


def request_refund(*, payment: Payment, amount_centimes: int, reason: str) -> Refund | None:
    """Owe the gateway a part of the escrow (in its currency), in the caller's transaction.

    The caller has posted the money in transit. A payment in another currency gets its own money back: the
    same part of what was charged, at the rate it was charged at, not at today's. A few centimes that are not
    a cent there cannot be sent: they stay in the exchange account, and there is no refund.
    """
    back_centimes = part_of_payment(payment, amount_centimes, sent_back(payment))
    if back_centimes == 0:
        keep_dust(payment, amount_centimes, (Kind.REFUNDS_IN_TRANSIT, ""))
        return None
    refund = _owe(payment, back_centimes, reason, amount_centimes)
    if payment.rate is not None:
        _change_back(refund, payment, payment.rate, amount_centimes)
    return refund


def _owe(payment: Payment, amount_centimes: int, reason: str, escrow_centimes: int | None = None) -> Refund:
    return Refund.objects.create(
        payment=payment,
        amount_centimes=amount_centimes,
        currency=payment.currency,
        escrow_centimes=escrow_centimes,
        reason=reason[:120],
    )


def keep_dust(payment: Payment, escrow_centimes: int, account: tuple[str, Any]) -> None:
    """Move centimes that are not a cent in the payment's currency from an account into the exchange."""
    legs = [Leg(*account, -escrow_centimes), Leg(Kind.EXCHANGE, "", escrow_centimes)]
    key, deal_id = f"{dust_of(payment)}{uuid7()}", payment.escrow.deal_id
    post(key=key, kind="exchange_dust", legs=legs, deal_id=deal_id, reason=payment.reference)


def _change_back(refund: Refund, payment: Payment, rate: ExchangeRate, escrow_centimes: int) -> None:
    escrow, transit = payment.escrow, Kind.REFUNDS_IN_TRANSIT
    here = Side(f"refund-from:{refund.pk}", "exchange", transit, "", escrow.currency, escrow_centimes)
    there = Side(f"refund-to:{refund.pk}", "exchange", transit, "", refund.currency, refund.amount_centimes)
    exchange(source=here, target=there, rate=rate, deal_id=escrow.deal_id, reason=payment.reference)


@transaction.atomic
def begin_refund(*, refund_id: UUID) -> Refund | None:
    """Claim a refund before the gateway is asked; None when it is done, failed, or another worker's just
    now. Raises MoneyOnHold for one that has not left yet."""
    due = Refund.objects.filter(pk=refund_id, next_try_at__lte=timezone.now())
    refund = due.select_for_update(of=("self",), skip_locked=True).select_related("payment__escrow").first()
    if refund is None or refund.state not in {State.REQUESTED, State.SENDING}:
        return None
    if refund.state == State.REQUESTED:
        insist_money_moves()
        refund.move(State.SENDING)
    refund.attempts += 1
    refund.next_try_at = next_try(refund.attempts)
    refund.save(update_fields=["state", "attempts", "next_try_at"])
    return refund


@transaction.atomic
def settle_refund(*, refund_id: UUID, provider_ref: str) -> Refund:
    """The gateway took it: clear the money in transit. Said twice, it happens once."""
    refund = (
        Refund.objects.select_for_update(of=("self",)).select_related("payment__escrow").get(pk=refund_id)
    )
    if refund.state == State.DONE:
        return refund
    refund.move(State.DONE)
    refund.provider_ref = provider_ref[:80]
    refund.settled_at = timezone.now()
    refund.save(update_fields=["state", "provider_ref", "settled_at"])
    escrow: Escrow = refund.payment.escrow
    post(
        key=f"refund-settled:{refund.pk}",
        kind="refund_settled",
        deal_id=escrow.deal_id,
        reason=provider_ref,
        currency=refund.currency,
        legs=[
            Leg(Kind.REFUNDS_IN_TRANSIT, "", -refund.amount_centimes),
            Leg(Kind.PROVIDER_CLEARING, refund.payment.gateway, refund.amount_centimes),
        ],
    )
    fact = RefundSettled(
        refund_id=str(refund.pk),
        deal_id=str(escrow.deal_id),
        wallet_id=str(escrow.payer_id),
        amount_centimes=refund.amount_centimes,
    )
    emit(fact)
    return refund


@transaction.atomic
def postpone_refund(*, refund_id: UUID, reason: str) -> None:
    """The gateway gave no clear answer: it stays on its way and is asked again later."""
    Refund.objects.filter(pk=refund_id, state=State.SENDING).update(failure=reason[:120])


@transaction.atomic
def fail_refund(*, refund_id: UUID, reason: str) -> Refund:
    """The gateway said no: staff see it and try again; the money stays in transit."""
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
    refund.move(State.FAILED)
    refund.failure = reason[:120]
    refund.save(update_fields=["state", "failure"])
    return refund


@transaction.atomic
def retry_refund(*, refund_id: UUID, by: Any) -> Refund:
    """Staff send a failed refund again. Raises NotAllowed, MoneyOnHold, WrongState."""
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
    ensure(policies.may_retry_refunds(by))
    insist_money_moves()
    refund.move(State.SENDING)
    refund.next_try_at = timezone.now()
    refund.save(update_fields=["state", "next_try_at"])
    return refund


@transaction.atomic
def return_parked(*, payment_id: UUID, by: Any) -> Refund:
    """Staff send money back that came with a wrong amount. Raises NotAllowed when nothing is parked."""
    ensure(policies.may_retry_refunds(by))
    escrow_id = Payment.objects.values_list("escrow_id", flat=True).get(pk=payment_id)
    escrow = Escrow.objects.lock(escrow_id)
    payment = Payment.objects.lock(payment_id)
    parked = LedgerAccount.objects.filter(
        kind=Kind.SUSPENSE, owner=str(payment.pk), currency=payment.currency
    ).first()
    if parked is None or not parked.balance_centimes:
        raise NotAllowed
    return send_back_parked(escrow, payment, parked.balance_centimes, "wrong_amount")


def send_back_parked(escrow: Escrow, payment: Payment, amount_centimes: int, reason: str) -> Refund:
    """Move parked money in transit and owe the refund, in the caller's transaction."""
    refund = _owe(payment, amount_centimes, reason)
    post(
        key=f"unpark:{refund.pk}",
        kind="unpark",
        deal_id=escrow.deal_id,
        reason=reason,
        currency=payment.currency,
        legs=[
            Leg(Kind.SUSPENSE, payment.pk, -amount_centimes),
            Leg(Kind.REFUNDS_IN_TRANSIT, "", amount_centimes),
        ],
    )
    return refund
