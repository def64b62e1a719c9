"""Callbacks of gateways: kept as they came, then handled once, each in its own transaction."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from events.services import emit
from kit.ids import is_uuid
from payments.facts import StripeObjectChanged
from payments.models import Payment, ProviderEvent, Refund
from payments.services.chargebacks import record_dispute
from payments.services.payments import record_report
from payments.services.payout_ends import record_payout_report
from payments.services.refunds import fail_refund, settle_refund
from payments.services.reports import (
    ABSENT,
    ACCOUNT,
    ASK,
    DISPUTE,
    DONE,
    FAILED,
    LOST,
    MIRROR,
    OPENED,
    PAID,
    PAYMENT,
    PAYOUT,
    PENDING,
    REFUND,
    REFUSED,
    SENT,
    UNCLAIMED,
    WON,
    Report,
)

log = logging.getLogger(__name__)
FOLLOWED_UP = {ACCOUNT, MIRROR}
EARLY_DISPUTE = "early_dispute"
KNOWN = {
    PAYMENT: {PAID, FAILED, PENDING, ABSENT, ASK},
    REFUND: {DONE, REFUSED, PENDING},
    DISPUTE: {OPENED, WON, LOST},
    PAYOUT: {PAID, FAILED, SENT, UNCLAIMED},
}


@transaction.atomic
def store_provider_event(
    *, gateway: str, external_id: str, body: dict[str, Any], raw: str, headers: dict[str, str] | None = None
) -> ProviderEvent:
    """Keep one signed callback, whole. The same event id again returns the first row."""
    kept = {"body": body, "raw": raw, "headers": headers or {}}
    event, _ = ProviderEvent.objects.get_or_create(
        gateway=gateway, external_id=external_id[:80], defaults=kept
    )
    return event


@transaction.atomic
def handle_provider_event(*, event_id: int) -> str:
    """Act on a stored callback and tick it, together. Handled already, it returns the old outcome.

    What came too early is parked, ticked too, and handled again with the news that it waited for. The outcome
    "ask" means that the provider has to be asked: the task does it, outside any transaction.
    """
    event = ProviderEvent.objects.select_for_update(of=("self",)).get(pk=event_id)
    if event.handled_at is not None:
        return event.outcome
    outcome = _handle(event)
    if event.payment is not None and outcome not in ProviderEvent.PARKED:
        _unpark(event.payment)
    return outcome


def _handle(event: ProviderEvent) -> str:
    event.payment, event.outcome = _act(event)
    event.handled_at = timezone.now()
    event.save(update_fields=["payment", "outcome", "handled_at"])
    return event.outcome


def _unpark(payment: Payment) -> None:
    """Handle what waited for a payment, once it is paid, in the order it came."""
    payment.refresh_from_db()
    if payment.state != Payment.State.PAID:
        return
    parked = Q(payment=payment, outcome__in=ProviderEvent.PARKED)
    if payment.provider_ref:
        said = {"gateway": payment.gateway, "body__provider_ref": payment.provider_ref}
        parked |= Q(outcome=EARLY_DISPUTE, **said)
    for event in ProviderEvent.objects.filter(parked).select_for_update(of=("self",)).order_by("pk"):
        _handle(event)


@transaction.atomic
def unpark_provider_events() -> int:
    """Untick parked callbacks whose payment is paid by now: they are handled with the rest. One statement."""
    paid = Payment.objects.filter(state=Payment.State.PAID)
    named = paid.filter(gateway=OuterRef("gateway"), provider_ref=OuterRef("said_ref"))
    is_due = Exists(paid.filter(pk=OuterRef("payment_id"))) | Q(outcome=EARLY_DISPUTE) & Exists(named)
    parked = ProviderEvent.objects.filter(outcome__in=ProviderEvent.PARKED)
    due = parked.annotate(said_ref=KT("body__provider_ref")).filter(is_due)
    return due.update(handled_at=None, outcome="")


@transaction.atomic
def replay_provider_event(*, event_id: int) -> str:
    """Staff handle a callback once more; money that moved for it does not move again."""
    ProviderEvent.objects.select_for_update(of=("self",)).filter(pk=event_id).update(handled_at=None)
    return handle_provider_event(event_id=event_id)


def _act(event: ProviderEvent) -> tuple[Payment | None, str]:
    report = Report(**event.body)
    if report.status not in KNOWN.get(report.subject, set()):
        return None, _act_without_payment(report)
    if report.subject == PAYOUT:
        return None, record_payout_report(report=report, rail=event.gateway)
    payment = _payment_of(event, report)
    if payment is None and report.subject == DISPUTE and not report.reference and report.provider_ref:
        log.error("callback %s disputes a payment nobody here knows yet, %r", event, report.provider_ref)
        return None, EARLY_DISPUTE
    if payment is None:
        log.error("callback %s names an unknown payment %r", event, report.reference)
        return None, "unknown_reference"
    return payment, _act_on(payment, report)


def _act_on(payment: Payment, report: Report) -> str:
    if report.subject == REFUND:
        return _act_on_refund(payment, report)
    if report.subject == DISPUTE:
        return record_dispute(payment_id=payment.pk, report=report)
    return ASK if report.status == ASK else record_report(payment_id=payment.pk, report=report)


def _payment_of(event: ProviderEvent, report: Report) -> Payment | None:
    """By our reference; where the provider names only its own (a dispute of Stripe's), by that."""
    payments = Payment.objects.filter(gateway=event.gateway)
    if report.reference:
        return payments.filter(reference=report.reference).first()
    return payments.filter(provider_ref=report.provider_ref).first() if report.provider_ref else None


def _act_without_payment(report: Report) -> str:
    """Of what the gateway fetched before this, whoever lives above learns; of all else nobody."""
    if report.subject not in FOLLOWED_UP:
        return "ignored"
    if report.subject == MIRROR:
        emit(StripeObjectChanged(kind=report.reason, object_id=report.subject_ref))
    return report.subject


def _act_on_refund(payment: Payment, report: Report) -> str:
    """A refund ends once, whoever tells first: the provider's answer or its callback."""
    known = payment.refunds.filter(pk=report.subject_ref).first() if is_uuid(report.subject_ref) else None
    if known is None and payment.state != Payment.State.PAID:
        return "early_refund"
    if known is None:
        log.error("payment %s: a refund nobody here asked for, %r", payment.reference, report.subject_ref)
        return "unknown_refund"
    if report.status == DONE:
        settle_refund(refund_id=known.pk, provider_ref=report.provider_ref)
    elif report.status == REFUSED and known.state == Refund.State.SENDING:
        fail_refund(refund_id=known.pk, reason=report.reason)
    return f"refund_{report.status}"
