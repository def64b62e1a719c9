"""Payments that the payer's bank takes back: booked when the provider says so, frozen, won or lost.

    opened      chargebacks to provider clearing    what the escrow still holds is frozen
    won         provider clearing to chargebacks    it is free again
    lost        escrow to chargebacks               what is held covers it, the rest the payer owes
    settled     bank or costs to chargebacks        by staff

News may come twice, late or in the wrong order: the end alone books the beginning too.
"""

import logging
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.services import insist_proof
from events.services import emit
from kit.errors import Invalid, WrongState, ensure
from kit.text import tidy
from payments import policies
from payments.facts import ChargebackFact, ChargebackLost, ChargebackOpened, ChargebackWon
from payments.models import Chargeback, Escrow, LedgerAccount, Payment
from payments.selectors import part_of_payment, sent_back, share_out
from payments.services.closings import close_parts, tell
from payments.services.exchange import Side, exchange
from payments.services.ledger import Leg, post
from payments.services.refunds import keep_dust, request_refund
from payments.services.reports import LOST, OPENED, WON, Report

log = logging.getLogger(__name__)
Kind = LedgerAccount.Kind
State = Chargeback.State
REASON = "chargeback_lost"


@transaction.atomic
def record_dispute(*, payment_id: UUID, report: Report) -> str:
    """Believe a provider's news of a dispute (`subject_ref` is its id there); return what came of it.

    dispute_opened, dispute_won, dispute_lost, duplicate; or what staff must see: dispute_unpaid,
    dispute_wrong_amount, dispute_of_another, dispute_contradicts (won after lost, or lost after won).
    """
    escrow = Escrow.objects.lock(Payment.objects.values_list("escrow_id", flat=True).get(pk=payment_id))
    payment = Payment.objects.lock(payment_id)
    payment.escrow = escrow
    ref = report.subject_ref[:80]
    row = Chargeback.objects.filter(gateway=payment.gateway, provider_ref=ref).first()
    strange = _strange(payment, row, report)
    if strange:
        log.error("payment %s: %s, dispute %r", payment.reference, strange, ref)
        return strange
    if row is None:
        row = _open(payment, report)
        if report.status == OPENED:
            _tell(ChargebackOpened, row)
            return "dispute_opened"
    elif report.status in {OPENED, row.state}:
        return "duplicate"
    (_win if report.status == WON else _lose)(row)
    return f"dispute_{report.status}"


def _strange(payment: Payment, row: Chargeback | None, report: Report) -> str:
    """Why news of a dispute cannot be believed; empty when it can."""
    if row is not None:
        if row.payment_id != payment.pk:
            return "dispute_of_another"
        is_news = report.status not in {OPENED, row.state}
        return "dispute_contradicts" if is_news and row.state != State.OPENED else ""
    if payment.state != Payment.State.PAID or not report.subject_ref:
        return "dispute_unpaid"
    is_right = report.currency == payment.currency and 0 <= report.amount_centimes <= payment.amount_centimes
    return "" if is_right and report.status in {OPENED, WON, LOST} else "dispute_wrong_amount"


def _open(payment: Payment, report: Report) -> Chargeback:
    """Book what the provider took back, and freeze what is still held of the deal."""
    row = Chargeback.objects.create(
        payment=payment,
        gateway=payment.gateway,
        provider_ref=report.subject_ref[:80],
        amount_centimes=report.amount_centimes or payment.amount_centimes,
        currency=payment.currency,
        reason=tidy(report.reason)[:120],
        evidence_due_at=parse_datetime(report.due_at) if report.due_at else None,
    )
    taken = Leg(Kind.PROVIDER_CLEARING, row.gateway, row.amount_centimes)
    _post(row, "chargeback", [taken, Leg(Kind.CHARGEBACKS, row.pk, -row.amount_centimes)])
    if _is_held(row):
        payment.escrow.charged_back_at = row.opened_at
        payment.escrow.save(update_fields=["charged_back_at"])
    return row


def _post(row: Chargeback, kind: str, legs: list[Leg]) -> None:
    post(
        key=f"{kind.replace('_', '-')}:{row.pk}",
        kind=kind,
        deal_id=row.payment.escrow.deal_id,
        reason=row.provider_ref,
        currency=row.currency,
        legs=legs,
    )


def _is_held(row: Chargeback) -> bool:
    return row.payment.is_credited and row.payment.escrow.state == Escrow.State.HELD


def _win(row: Chargeback) -> None:
    """The provider owes us the money again."""
    back = Leg(Kind.PROVIDER_CLEARING, row.gateway, -row.amount_centimes)
    _post(row, "chargeback_won", [back, Leg(Kind.CHARGEBACKS, row.pk, row.amount_centimes)])
    _end(row, State.WON)
    _thaw(row)
    _tell(ChargebackWon, row)


def _lose(row: Chargeback) -> None:
    """What is held covers it; the rest, or all of what was paid out before, the payer owes us."""
    is_held = _is_held(row)
    if is_held:
        row.covered_centimes = _cover(row)
    _end(row, State.LOST)
    _thaw(row)
    _tell(ChargebackLost, row, is_held=is_held, owed_centimes=row.owed_centimes)


def _end(row: Chargeback, state: str) -> None:
    row.move(state)
    row.ended_at = timezone.now()
    row.save(update_fields=["state", "ended_at", "covered_centimes"])


def _thaw(row: Chargeback) -> None:
    """Free the deal, unless the bank disputes it once more."""
    escrow = row.payment.escrow
    if not Chargeback.objects.open().filter(payment__escrow=escrow).exists():
        escrow.charged_back_at = None
        escrow.save(update_fields=["charged_back_at"])


def _cover(row: Chargeback) -> int:
    """Close all that is held against the chargeback; not through the gateway, the bank has the money already.
    What is held beyond it goes back to the payer the usual way. Returns what is covered, in its currency.
    """
    payment, escrow = row.payment, row.payment.escrow
    account = (Kind.CHARGEBACKS, str(row.pk))
    outcome = close_parts(escrow, share_out(escrow, escrow.parts.open(), 0), REASON, account)
    held = outcome.back_centimes
    worth = _worth(payment, held)
    covered, dirhams = (worth, held) if row.amount_centimes >= worth else _piece(row, held)
    if payment.rate is not None and covered:
        here = Side(f"chargeback-from:{row.pk}", "exchange", *account, escrow.currency, dirhams)
        there = Side(f"chargeback-to:{row.pk}", "exchange", *account, row.currency, covered)
        exchange(source=here, target=there, rate=payment.rate, deal_id=escrow.deal_id, reason=REASON)
    if payment.rate is not None and dirhams and not covered:
        keep_dust(payment, dirhams, account)
    if held > dirhams:
        _return_rest(row, held - dirhams)
    tell(outcome, REASON, None)
    return covered


def _worth(payment: Payment, held_centimes: int) -> int:
    """What is held in the currency that was charged."""
    return part_of_payment(payment, held_centimes, sent_back(payment))


def _piece(row: Chargeback, held: int) -> tuple[int, int]:
    """A chargeback of less than what is held: its amount, and what that is in the escrow's currency."""
    payment = row.payment
    exact = Decimal(row.amount_centimes) * payment.escrow_centimes / payment.amount_centimes
    return row.amount_centimes, min(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)), held)


def _return_rest(row: Chargeback, centimes: int) -> None:
    escrow = row.payment.escrow
    legs = [Leg(Kind.CHARGEBACKS, row.pk, -centimes), Leg(Kind.REFUNDS_IN_TRANSIT, "", centimes)]
    post(
        key=f"chargeback-rest:{row.pk}",
        kind="chargeback_rest",
        deal_id=escrow.deal_id,
        reason=row.provider_ref,
        currency=escrow.currency,
        legs=legs,
    )
    request_refund(payment=row.payment, amount_centimes=centimes, reason=REASON)


def _tell(fact: type[ChargebackFact], row: Chargeback, **more: Any) -> None:
    escrow = row.payment.escrow
    ids = {
        "chargeback_id": str(row.pk),
        "escrow_id": str(escrow.pk),
        "deal_id": str(escrow.deal_id),
        "payer_wallet_id": str(escrow.payer_id),
        "payee_wallet_id": str(escrow.payee_id),
    }
    amount = {"amount_centimes": row.amount_centimes, "currency": row.currency}
    emit(fact(**{**ids, **amount, "is_held": _is_held(row), **more}))


@transaction.atomic
def settle_chargeback(*, chargeback_id: UUID, settlement: str, note: str, by: Any) -> Chargeback:
    """Staff end what a payer owes: the money came to our bank, or the house bears it. The payer may secure
    new contracts again. Raises NotAllowed, ProofNeeded, WrongState when nothing is owed, Invalid.
    """
    ensure(policies.may_settle_chargebacks(by))
    insist_proof(by=by)
    row = Chargeback.objects.lock(chargeback_id)
    owed, note = row.owed_centimes, tidy(note)
    if not owed:
        raise WrongState(state=row.state, wanted="settled")
    if not note or settlement not in Chargeback.Settlement.values:
        raise Invalid(fields=["note", "settlement"])
    is_back = settlement == Chargeback.Settlement.RECOVERED
    bearer = Leg(Kind.BANK if is_back else Kind.PROVIDER_COSTS, "", -owed)
    _post(row, "chargeback_settled", [bearer, Leg(Kind.CHARGEBACKS, row.pk, owed)])
    row.settlement, row.note, row.settled_by, row.settled_at = settlement, note[:200], by, timezone.now()
    row.save(update_fields=["settlement", "note", "settled_by", "settled_at"])
    return row
