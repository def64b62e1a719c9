"""How money that is held leaves: part by part, each exactly once.

Every closing locks the escrow and looks at it again (held, not frozen, not before its day), claims its parts
(compare-and-set), posts each under its one key `close:<part>`, then names the ends: all in one transaction.
The key makes a second closing impossible even for a caller that got round the state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import WrongState
from payments.errors import EscrowFrozen, StillRetained
from payments.facts import EscrowRefunded, EscrowReleased, EscrowSplit
from payments.models import Escrow, EscrowPart, LedgerAccount, Wallet
from payments.selectors import Given, Quote, share_out
from payments.services.ledger import Leg, post
from payments.services.refunds import request_refund
from taxes.services import withhold

Kind = LedgerAccount.Kind
State = Escrow.State
# The states of a part on its way out and, in the ledger, the kind of the transaction that empties it.
ROADS = {
    State.RELEASED: (State.RELEASING, "release"),
    State.REFUNDED: (State.REFUNDING, "refund"),
    State.SPLIT: (State.SPLITTING, "split"),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a closing did: to which parts, what the influencer received net, what goes back to the payer."""

    escrow: Escrow
    part_ids: list[str]
    received_centimes: int
    back_centimes: int


@transaction.atomic
def release(*, escrow_id: UUID, reason: str, by: Any = None) -> Escrow:
    """Give the influencer the net of all that is held, the house its fees, the state its VAT.

    Raises WrongState, EscrowFrozen, StillRetained (a part of it is retained until a later day).
    """
    escrow = claim(escrow_id, State.RELEASED)
    parts = list(escrow.parts.open())
    _ensure_due(parts)
    return _finish(escrow, _whole(escrow, parts), reason, by)


@transaction.atomic
def refund(*, escrow_id: UUID, reason: str, by: Any = None) -> Escrow:
    """Send all that is held back to the payer, fees and VAT included. Raises WrongState, EscrowFrozen."""
    escrow = claim(escrow_id, State.REFUNDED)
    return _finish(escrow, share_out(escrow, escrow.parts.open(), 0), reason, by)


@transaction.atomic
def split(*, escrow_id: UUID, influencer_price_centimes: int, reason: str, by: Any = None) -> Escrow:
    """Give the influencer so much (gross) of the price that is held, part after part in their order, with the
    fees on that only, and the rest back to the payer. For an end both agreed on, or a decision: a part that
    is retained does not wait for its day. Raises WrongState, EscrowFrozen, and ValueError outside of what is
    held of the price.
    """
    escrow = claim(escrow_id, State.SPLIT)
    given = share_out(escrow, escrow.parts.open(), influencer_price_centimes)
    return _finish(escrow, given, reason, by)


@transaction.atomic
def release_part(*, part_id: UUID, reason: str, by: Any = None) -> Escrow:
    """Give the influencer one milestone. Raises WrongState, EscrowFrozen, StillRetained."""
    escrow, part = _claim_part(part_id, State.RELEASED)
    _ensure_due([part])
    return _finish(escrow, _whole(escrow, [part]), reason, by)


@transaction.atomic
def refund_part(*, part_id: UUID, reason: str, by: Any = None) -> Escrow:
    """Send one milestone back to the payer. Raises WrongState, EscrowFrozen."""
    escrow, part = _claim_part(part_id, State.REFUNDED)
    return _finish(escrow, share_out(escrow, [part], 0), reason, by)


@transaction.atomic
def split_part(*, part_id: UUID, influencer_price_centimes: int, reason: str, by: Any = None) -> Escrow:
    """A partial refund: the influencer keeps so much (gross) of one milestone. Raises as `split` does, and
    StillRetained for a part that gives something before its day.
    """
    escrow, part = _claim_part(part_id, State.SPLIT)
    if influencer_price_centimes:
        _ensure_due([part])
    return _finish(escrow, share_out(escrow, [part], influencer_price_centimes), reason, by)


@transaction.atomic
def retain_until(*, escrow_id: UUID, until: datetime) -> None:
    """The day of what is retained; set once, when the work is done."""
    escrow = claim(escrow_id, State.RELEASED)
    retained = escrow.parts.open().filter(name=EscrowPart.Name.RETAINED, retained_until=None)
    retained.update(retained_until=until)


def claim(escrow_id: UUID, to: str) -> Escrow:
    """Lock an escrow that money may leave. Raises WrongState when it is not held, EscrowFrozen."""
    escrow = Escrow.objects.lock(escrow_id)
    if escrow.state != State.HELD:
        raise WrongState(state=escrow.state, wanted=str(to))
    if escrow.is_frozen:
        raise EscrowFrozen(reason=escrow.frozen_reason)
    return escrow


def _claim_part(part_id: UUID, to: str) -> tuple[Escrow, EscrowPart]:
    """The escrow is locked first: it guards all its parts."""
    escrow = claim(EscrowPart.objects.values_list("escrow_id", flat=True).get(pk=part_id), to)
    part = EscrowPart.objects.get(pk=part_id)
    if part.state != State.HELD:
        raise WrongState(state=part.state, wanted=str(to))
    return escrow, part


def _ensure_due(parts: Sequence[EscrowPart]) -> None:
    """What is retained waits for its day; without a day yet, the work is not done."""
    for part in parts:
        until = part.retained_until
        if part.name == EscrowPart.Name.RETAINED and (until is None or until > timezone.now()):
            raise StillRetained(until=until.isoformat() if until else None)


def _whole(escrow: Escrow, parts: Sequence[EscrowPart]) -> list[Given]:
    return share_out(escrow, parts, sum(part.price_centimes for part in parts))


def _finish(escrow: Escrow, given: list[Given], reason: str, by: Any) -> Escrow:
    """Close the parts, owe the gateway what goes back, tell."""
    outcome = close_parts(escrow, given, reason)
    if outcome.back_centimes:
        paid = escrow.payments.get(is_credited=True)
        request_refund(payment=paid, amount_centimes=outcome.back_centimes, reason=reason)
    tell(outcome, reason, by)
    return escrow


def close_parts(
    escrow: Escrow, given: list[Given], reason: str, back: tuple[str, str] = (Kind.REFUNDS_IN_TRANSIT, "")
) -> Outcome:
    """Empty parts of a claimed escrow, and end it with its last one. `back` is the account to which what the
    influencer does not get is owed.
    """
    received = 0
    for row in given:
        received += _close(escrow, row, reason, back)
    _end_with_last(escrow)
    return Outcome(
        escrow=escrow,
        part_ids=[str(row.part.pk) for row in given],
        received_centimes=received,
        back_centimes=sum(row.back_centimes for row in given),
    )


def _close(escrow: Escrow, row: Given, reason: str, back: tuple[str, str]) -> int:
    """Claim one part, post its closing under its one key, end it; return what the influencer gets."""
    part, to = row.part, _end_of(row)
    via, kind = ROADS[to]
    part.move(via)
    if not EscrowPart.objects.filter(pk=part.pk, state=State.HELD).update(state=via):
        raise WrongState(state=part.state, wanted=str(to))
    withheld = _withhold(escrow, row)
    post(
        key=f"close:{part.pk}",
        kind=kind,
        deal_id=escrow.deal_id,
        reason=reason,
        currency=escrow.currency,
        legs=closing_legs(escrow, row, withheld, back),
    )
    part.move(to)
    part.given_centimes, part.closed_at = row.quote.price_centimes, timezone.now()
    part.save(update_fields=["state", "given_centimes", "closed_at"])
    return row.quote.net_centimes - withheld


def _end_of(row: Given) -> State:
    if not row.quote.price_centimes:
        return State.REFUNDED
    return State.RELEASED if row.quote.price_centimes == row.part.price_centimes else State.SPLIT


def closing_legs(
    escrow: Escrow,
    row: Given,
    withheld_centimes: int = 0,
    back: tuple[str, str] = (Kind.REFUNDS_IN_TRANSIT, ""),
) -> list[Leg]:
    """Take a part out of the escrow's account: its share to influencer, house and state, the rest back.

    Tax that is withheld comes out of the influencer's net.
    """
    given: Quote = row.quote
    return [
        Leg(Kind.ESCROW, escrow.pk, -row.part.total_centimes),
        Leg(Kind.INFLUENCER_AVAILABLE, escrow.payee_id, given.net_centimes - withheld_centimes),
        Leg(Kind.TAX_WITHHELD, "", withheld_centimes),
        Leg(Kind.PLATFORM_FEES, "", given.fee_centimes),
        Leg(Kind.VAT_DUE, "", given.vat_centimes),
        Leg(back[0], back[1], row.back_centimes),
    ]


def _withhold(escrow: Escrow, row: Given) -> int:
    """The payee's wallet is locked first: two releases at once must not both count the same year's sum."""
    if not row.quote.price_centimes:
        return 0
    Wallet.objects.lock(escrow.payee_id)
    return withhold(
        key=f"close:{row.part.pk}",
        client_id=escrow.payer_id,
        provider_id=escrow.payee_id,
        gross_centimes=row.quote.price_centimes,
        currency=escrow.currency,
    )


def _end_with_last(escrow: Escrow) -> None:
    """With its last part an escrow is released or refunded as all of them were; mixed ends are a split."""
    states = set(escrow.parts.values_list("state", flat=True))
    if State.HELD in states:
        return
    to = State(states.pop()) if len(states) == 1 else State.SPLIT
    escrow.move(ROADS[to][0])
    escrow.move(to)
    escrow.closed_at = timezone.now()
    escrow.save(update_fields=["state", "closed_at"])


def tell(outcome: Outcome, reason: str, by: Any) -> None:
    """One fact for one closing, whatever the number of its parts."""
    escrow = outcome.escrow
    ids: dict[str, Any] = {
        "escrow_id": str(escrow.pk),
        "deal_id": str(escrow.deal_id),
        "reason": reason,
        "part_ids": outcome.part_ids,
        "is_last": escrow.state != State.HELD,
    }
    back, received = outcome.back_centimes, outcome.received_centimes
    payer, payee = str(escrow.payer_id), str(escrow.payee_id)
    if not back:
        emit(EscrowReleased(**ids, wallet_id=payee, net_centimes=received), by=by)
    elif not received:
        emit(EscrowRefunded(**ids, wallet_id=payer, amount_centimes=back), by=by)
    else:
        sums = {"net_centimes": received, "refund_centimes": back}
        emit(EscrowSplit(**ids, **sums, payer_wallet_id=payer, payee_wallet_id=payee), by=by)
