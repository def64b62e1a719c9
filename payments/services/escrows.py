"""Money set aside for a deal: opened, held, and closed exactly once.

Every closing claims the state first (compare-and-set on the locked row), then posts under the one key
`close:<escrow>`, then names the end: all in one transaction. The key makes a second closing impossible even
for a caller that got round the state.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import WrongState
from payments.facts import EscrowFunded, EscrowRefunded, EscrowReleased, EscrowSplit
from payments.models import Escrow, ExchangeRate, LedgerAccount, Payment, Wallet
from payments.selectors import Quote, quote, share
from payments.services.exchange import Side, exchange
from payments.services.ledger import Leg, post
from payments.services.refunds import request_refund
from taxes.services import withhold

Kind = LedgerAccount.Kind
State = Escrow.State


@transaction.atomic
def open_escrow(*, deal_id: UUID, title: str, payer: Wallet, payee: Wallet, price_centimes: int) -> Escrow:
    """Freeze a price and today's rates for a deal; waits for the payer's money. One per deal."""
    priced = quote(price_centimes, payer=payer)
    return Escrow.objects.create(
        deal_id=deal_id,
        title=title[:160],
        payer=payer,
        payee=payee,
        price_centimes=priced.price_centimes,
        brand_fee_centimes=priced.brand_fee_centimes,
        brand_vat_centimes=priced.brand_vat_centimes,
        influencer_fee_centimes=priced.influencer_fee_centimes,
        influencer_vat_centimes=priced.influencer_vat_centimes,
        fee_bps={
            "brand": priced.brand_fee_bps,
            "influencer": priced.influencer_fee_bps,
            "vat": priced.vat_bps,
        },
    )


@transaction.atomic
def cancel_escrow(*, escrow_id: UUID) -> Escrow:
    """Give up an escrow that was never funded. Money that still arrives is sent back. Raises WrongState."""
    escrow = Escrow.objects.lock(escrow_id)
    escrow.move(State.CANCELLED)
    escrow.closed_at = timezone.now()
    escrow.save(update_fields=["state", "closed_at"])
    waiting = escrow.payments.filter(state__in=[Payment.State.PENDING, Payment.State.UNKNOWN])
    waiting.update(state=Payment.State.EXPIRED, settled_at=escrow.closed_at)
    return escrow


def fund(escrow: Escrow, payment: Payment) -> None:
    """Credit a locked, pending escrow with a payment of its whole total; the caller marks the payment."""
    escrow.move(State.HELD)
    escrow.held_at = timezone.now()
    escrow.save(update_fields=["state", "held_at"])
    if payment.rate is None:
        post(
            key=f"fund:{escrow.pk}",
            kind="fund",
            deal_id=escrow.deal_id,
            reason=payment.reference,
            currency=escrow.currency,
            legs=[
                Leg(Kind.PROVIDER_CLEARING, payment.gateway, -escrow.total_centimes),
                Leg(Kind.ESCROW, escrow.pk, escrow.total_centimes),
            ],
        )
    else:
        _fund_from_abroad(escrow, payment, payment.rate)
    emit(
        EscrowFunded(
            escrow_id=str(escrow.pk), deal_id=str(escrow.deal_id), amount_centimes=escrow.total_centimes
        )
    )


def _fund_from_abroad(escrow: Escrow, payment: Payment, rate: ExchangeRate) -> None:
    """The provider owes us the other currency; the escrow gets its own, at the rate frozen in the payment."""
    clearing, key = Kind.PROVIDER_CLEARING, f"fund-from:{payment.pk}"
    there = Side(key, "exchange", clearing, payment.gateway, payment.currency, payment.amount_centimes)
    total = escrow.total_centimes
    here = Side(f"fund:{escrow.pk}", "fund", Kind.ESCROW, escrow.pk, escrow.currency, total)
    exchange(source=there, target=here, rate=rate, deal_id=escrow.deal_id, reason=payment.reference)


@transaction.atomic
def release(*, escrow_id: UUID, reason: str, by: Any = None) -> Escrow:
    """Give the influencer the whole net, the house its fees, the state its VAT. Raises WrongState."""
    escrow = _claim(escrow_id, State.RELEASING)
    given = share(escrow, escrow.price_centimes)
    received = _close(escrow, given, "release", reason)
    _end(escrow, State.RELEASED)
    fact = EscrowReleased(
        escrow_id=str(escrow.pk),
        deal_id=str(escrow.deal_id),
        wallet_id=str(escrow.payee_id),
        net_centimes=received,
        reason=reason,
    )
    emit(fact, by=by)
    return escrow


@transaction.atomic
def refund(*, escrow_id: UUID, reason: str, by: Any = None) -> Escrow:
    """Send everything back to the payer, fees and VAT included. Raises WrongState."""
    escrow = _claim(escrow_id, State.REFUNDING)
    _close(escrow, share(escrow, 0), "refund", reason)
    _end(escrow, State.REFUNDED)
    fact = EscrowRefunded(
        escrow_id=str(escrow.pk),
        deal_id=str(escrow.deal_id),
        wallet_id=str(escrow.payer_id),
        amount_centimes=escrow.total_centimes,
        reason=reason,
    )
    emit(fact, by=by)
    return escrow


@transaction.atomic
def split(*, escrow_id: UUID, influencer_price_centimes: int, reason: str, by: Any = None) -> Escrow:
    """Give the influencer part of the price (gross), fees on that part only, and the rest back to the payer.

    The ends are a refund (0) and a release (the whole price). Raises WrongState, and ValueError outside
    0..price.
    """
    escrow = _claim(escrow_id, State.SPLITTING)
    if not 0 <= influencer_price_centimes <= escrow.price_centimes:
        raise ValueError("the influencer's part lies between nothing and the price")
    given = share(escrow, influencer_price_centimes)
    received = _close(escrow, given, "split", reason)
    _end(escrow, State.SPLIT)
    fact = EscrowSplit(
        escrow_id=str(escrow.pk),
        deal_id=str(escrow.deal_id),
        payer_wallet_id=str(escrow.payer_id),
        payee_wallet_id=str(escrow.payee_id),
        net_centimes=received,
        refund_centimes=escrow.total_centimes - given.total_centimes,
        reason=reason,
    )
    emit(fact, by=by)
    return escrow


def _claim(escrow_id: UUID, to: str) -> Escrow:
    """Lock the escrow and take it from HELD to `to`; whoever comes second gets WrongState."""
    escrow = Escrow.objects.lock(escrow_id)
    escrow.move(to)
    if not Escrow.objects.filter(pk=escrow_id, state=State.HELD).update(state=to):
        raise WrongState(state=escrow.state, wanted=str(to))
    return escrow


def closing_legs(escrow: Escrow, given: Quote, withheld_centimes: int = 0) -> list[Leg]:
    """Empty the escrow's account: `given` to influencer, house and state, the rest to the payer.

    Tax that is withheld comes out of the influencer's net.
    """
    back = escrow.total_centimes - given.total_centimes
    return [
        Leg(Kind.ESCROW, escrow.pk, -escrow.total_centimes),
        Leg(Kind.INFLUENCER_AVAILABLE, escrow.payee_id, given.net_centimes - withheld_centimes),
        Leg(Kind.TAX_WITHHELD, "", withheld_centimes),
        Leg(Kind.PLATFORM_FEES, "", given.fee_centimes),
        Leg(Kind.VAT_DUE, "", given.vat_centimes),
        Leg(Kind.REFUNDS_IN_TRANSIT, "", back),
    ]


def _close(escrow: Escrow, given: Quote, kind: str, reason: str) -> int:
    """Post the closing under its one key, owe the gateway what goes back; return what the influencer gets."""
    withheld = _withhold(escrow, given)
    post(
        key=f"close:{escrow.pk}",
        kind=kind,
        deal_id=escrow.deal_id,
        reason=reason,
        currency=escrow.currency,
        legs=closing_legs(escrow, given, withheld),
    )
    back = escrow.total_centimes - given.total_centimes
    if back:
        paid = escrow.payments.get(is_credited=True)
        request_refund(payment=paid, amount_centimes=back, reason=reason)
    return given.net_centimes - withheld


def _withhold(escrow: Escrow, given: Quote) -> int:
    """The payee's wallet is locked first: two releases at once must not both count the same year's sum."""
    if not given.price_centimes:
        return 0
    Wallet.objects.lock(escrow.payee_id)
    return withhold(
        key=f"close:{escrow.pk}",
        client_id=escrow.payer_id,
        provider_id=escrow.payee_id,
        gross_centimes=given.price_centimes,
        currency=escrow.currency,
    )


def _end(escrow: Escrow, state: str) -> None:
    escrow.move(state)
    escrow.closed_at = timezone.now()
    escrow.save(update_fields=["state", "closed_at"])
