"""How a payout ends: paid or failed, once, whoever tells first: staff, a bank statement, a provider."""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import ensure
from kit.ids import is_uuid
from payments import policies
from payments.facts import PayoutFailed, PayoutPaid
from payments.models import LedgerAccount, Payout, PayoutLine, PayoutMethod
from payments.services.exchange import Side, exchange
from payments.services.ledger import Leg, post
from payments.services.reports import FAILED, PAID, Report

log = logging.getLogger(__name__)
Kind, State, Reason = LedgerAccount.Kind, Payout.State, Payout.Reason
# What rails say, in our reasons. Whatever is not here is told as a refusal, and noted for staff as it came.
REASONS = {
    "receiver_unknown": Reason.WRONG_ADDRESS,
    "receiver_unconfirmed": Reason.WRONG_ADDRESS,
    "receiver_blocked": Reason.RECEIVER_BLOCKED,
    "account_not_ready": Reason.RECEIVER_BLOCKED,
    "blocked": Reason.RECEIVER_BLOCKED,
    "currency_not_taken": Reason.NOT_SERVED,
    "country_not_served": Reason.NOT_SERVED,
    "sent_back": Reason.RETURNED,
    "reversed": Reason.RETURNED,
}


@transaction.atomic
def settle_payout(*, payout_id: UUID, bank_ref: str, by: Any) -> Payout:
    """The bank made the transfer. Said twice with the same reference, it happens once. Raises WrongState."""
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    if payout.state == State.PAID and payout.bank_ref == bank_ref[:80]:
        return payout
    return pay_off(payout, bank_ref, by=by)


@transaction.atomic
def fail_payout(*, payout_id: UUID, reason: str, note: str = "", by: Any) -> Payout:
    """The transfer cannot be made or came back: the amount is available again. `reason` is a Payout.Reason,
    `note` what only staff read. Raises NotAllowed, WrongState, ValueError on another reason.
    """
    reason = Reason(reason)
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    return give_back(payout, reason, note=note, by=by)


@transaction.atomic
def record_payout_report(*, report: Report, rail: str) -> str:
    """Act on what a provider says of a payout, and return the outcome; said again, nothing moves again.

    paid and failed end it; sent and unclaimed keep it on its way. An amount or currency that is not ours, or
    an end that contradicts the one we know, moves nothing: it is logged, and staff look.
    """
    payout = _payout_of(report, rail)
    if payout is None:
        log.error("%s reports on an unknown payout %r", rail, report.subject_ref)
        return "unknown_payout"
    if payout.state not in Payout.OUTSIDE:
        return _told_late(payout, report)
    said = (report.amount_centimes, report.currency)
    if report.status == PAID and report.amount_centimes and said != payout.given:
        log.error("payout %s: %s paid %s %s", payout, rail, *said)
        return "wrong_amount"
    note_answer(
        payout_id=payout.pk,
        status=report.status,
        provider_ref=report.provider_ref,
        reason=report.reason or report.status,
    )
    return f"payout_{report.status}"


@transaction.atomic
def note_answer(*, payout_id: UUID, status: str, provider_ref: str = "", reason: str = "") -> Payout:
    """Keep what a rail answered: paid, failed, unknown, or still on its way. An end is not overwritten."""
    payout = Payout.objects.lock(payout_id)
    if payout.state not in Payout.OUTSIDE:
        return payout
    payout.provider_ref = provider_ref[:80] or payout.provider_ref
    if status == PAID:
        return pay_off(payout, payout.provider_ref, by=None)
    if status == FAILED:
        known = REASONS.get(reason) or (reason if reason in Reason.values else Reason.PROVIDER_REFUSED)
        return give_back(payout, Reason(known), note=reason, by=None)
    wanted = State.UNKNOWN if status == "unknown" else State.SENDING
    if payout.state != wanted:
        payout.move(wanted)
    payout.note = reason[:200]
    payout.save(update_fields=["state", "provider_ref", "note"])
    return payout


def pay_off(payout: Payout, bank_ref: str, *, by: Any) -> Payout:
    """End a locked payout as paid. Raises WrongState."""
    payout.move(State.PAID)
    payout.bank_ref, payout.settled_at, payout.delay = bank_ref[:80], timezone.now(), ""
    payout.save(update_fields=["state", "bank_ref", "provider_ref", "settled_at", "delay"])
    _take_from_transit(payout, bank_ref)
    fact = PayoutPaid(
        payout_id=str(payout.pk),
        wallet_id=str(payout.wallet_id),
        amount_centimes=payout.amount_centimes,
        bank_ref=payout.bank_ref,
    )
    emit(fact, by=by)
    return payout


def give_back(payout: Payout, reason: Payout.Reason, *, note: str = "", by: Any) -> Payout:
    """End a locked payout as failed: available again, and out of a batch that was not released.

    Raises WrongState.
    """
    payout.move(State.FAILED)
    payout.reason, payout.note, payout.settled_at, payout.delay = reason, note[:200], timezone.now(), ""
    payout.save(update_fields=["state", "reason", "note", "provider_ref", "settled_at", "delay"])
    PayoutLine.objects.filter(payout=payout, is_live=True, batch__released_at=None).update(is_live=False)
    legs = [_out(payout), Leg(Kind.INFLUENCER_AVAILABLE, payout.wallet_id, payout.amount_centimes)]
    post(key=f"payout-end:{payout.pk}", kind="payout_failed", legs=legs, reason=reason)
    fact = PayoutFailed(
        payout_id=str(payout.pk),
        wallet_id=str(payout.wallet_id),
        amount_centimes=payout.amount_centimes,
        reason=reason,
    )
    emit(fact, by=by)
    return payout


def _out(payout: Payout) -> Leg:
    """One key for both ends: a payout cannot be paid and failed."""
    return Leg(Kind.PAYOUTS_IN_TRANSIT, "", -payout.amount_centimes)


def _take_from_transit(payout: Payout, reason: str) -> None:
    """Against our bank, or what we have at the provider; in another currency as a conversion."""
    key, kind, rail = f"payout-end:{payout.pk}", "payout_paid", payout.method.kind
    by_bank = rail == PayoutMethod.Kind.RIB
    account, owner = (Kind.BANK, "") if by_bank else (Kind.PROVIDER_CLEARING, rail)
    given, currency = payout.given
    if payout.rate is None:
        post(key=key, kind=kind, legs=[_out(payout), Leg(account, owner, given)], reason=reason)
        return
    here = Side(key, kind, Kind.PAYOUTS_IN_TRANSIT, "", payout.currency, payout.amount_centimes)
    there = Side(f"payout-to:{payout.pk}", kind, account, owner, currency, given)
    exchange(source=here, target=there, rate=payout.rate, reason=reason)


def _payout_of(report: Report, rail: str) -> Payout | None:
    if not is_uuid(report.subject_ref):
        return None
    known = Payout.objects.filter(pk=report.subject_ref, method__kind=rail).exists()
    return Payout.objects.lock(report.subject_ref) if known else None


def _told_late(payout: Payout, report: Report) -> str:
    """Old news, or news that contradicts what we know."""
    ended_so = payout.state == (State.PAID if report.status == PAID else State.FAILED)
    if report.status not in {PAID, FAILED} or ended_so:
        return "duplicate"
    log.error("payout %s is %s, and the provider says %s", payout, payout.state, report.status)
    return "contradiction"
