"""Money set aside for a deal: opened in its parts, held, frozen. How it is closed: payments.services.closings."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.ids import uuid7
from payments.facts import EscrowFunded
from payments.models import Escrow, EscrowPart, ExchangeRate, LedgerAccount, Payment, Wallet
from payments.selectors import Quote, cut, quote
from payments.services.exchange import Side, exchange
from payments.services.ledger import Leg, post

Kind = LedgerAccount.Kind
State = Escrow.State
Stage = tuple[str, int]  # a milestone's name and its part of the price


@transaction.atomic
def open_escrow(
    *,
    deal_id: UUID,
    title: str,
    payer: Wallet,
    payee: Wallet,
    price_centimes: int,
    stages: Sequence[Stage] = (),
) -> Escrow:
    """Freeze a price and today's rates for a deal; waits for the payer's money. One per deal.

    `stages` are its parts in the order in which they are given away; without any it is given in one go.
    Raises ValueError when they do not add up to the price.
    """
    if stages and sum(price for _name, price in stages) != price_centimes:
        raise ValueError("the parts of a price add up to it")
    priced = quote(price_centimes, payer=payer)
    escrow = Escrow.objects.create(
        deal_id=deal_id,
        title=title[:160],
        payer=payer,
        payee=payee,
        fee_bps={
            "brand": priced.brand_fee_bps,
            "influencer": priced.influencer_fee_bps,
            "vat": priced.vat_bps,
        },
        **_sums(priced),
    )
    _open_parts(escrow, priced, stages)
    return escrow


def _sums(priced: Quote) -> dict[str, int]:
    return {
        "price_centimes": priced.price_centimes,
        "brand_fee_centimes": priced.brand_fee_centimes,
        "brand_vat_centimes": priced.brand_vat_centimes,
        "influencer_fee_centimes": priced.influencer_fee_centimes,
        "influencer_vat_centimes": priced.influencer_vat_centimes,
    }


def _open_parts(escrow: Escrow, priced: Quote, stages: Sequence[Stage]) -> None:
    """One row for each milestone that is worth anything; a single one has the escrow's own id."""
    named = [stage for stage in stages if stage[1]] or [(EscrowPart.Name.WHOLE, escrow.price_centimes)]
    quotes = cut(priced, [price for _name, price in named])
    rows = [
        EscrowPart(
            id=escrow.pk if len(named) == 1 else uuid7(),
            escrow=escrow,
            position=place,
            name=name,
            **_sums(part),
        )
        for place, ((name, _price), part) in enumerate(zip(named, quotes, strict=True), 1)
    ]
    EscrowPart.objects.bulk_create(rows)


@transaction.atomic
def cancel_escrow(*, escrow_id: UUID) -> Escrow:
    """Give up an escrow that was never funded. Money that still arrives is sent back. Raises WrongState."""
    escrow = Escrow.objects.lock(escrow_id)
    escrow.move(State.CANCELLED)
    escrow.closed_at = timezone.now()
    escrow.save(update_fields=["state", "closed_at"])
    escrow.parts.update(state=State.CANCELLED, closed_at=escrow.closed_at)
    waiting = escrow.payments.filter(state__in=[Payment.State.PENDING, Payment.State.UNKNOWN])
    waiting.update(state=Payment.State.EXPIRED, settled_at=escrow.closed_at)
    return escrow


def fund(escrow: Escrow, payment: Payment) -> None:
    """Credit a locked, pending escrow with a payment of its whole total; the caller marks the payment."""
    escrow.move(State.HELD)
    escrow.held_at = timezone.now()
    escrow.save(update_fields=["state", "held_at"])
    escrow.parts.update(state=State.HELD)
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
def freeze_escrow(*, escrow_id: UUID) -> Escrow:
    """The parties are in dispute: nothing is given away until a decision. Said twice, it happens once."""
    escrow = Escrow.objects.lock(escrow_id)
    if escrow.disputed_at is None:
        escrow.disputed_at = timezone.now()
        escrow.save(update_fields=["disputed_at"])
    return escrow


@transaction.atomic
def thaw_escrow(*, escrow_id: UUID) -> Escrow:
    """The decision of the dispute: called in its transaction, before it moves money. What a chargeback froze
    stays frozen.
    """
    escrow = Escrow.objects.lock(escrow_id)
    escrow.disputed_at = None
    escrow.save(update_fields=["disputed_at"])
    return escrow
