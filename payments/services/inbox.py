"""Callbacks of gateways: kept as they came, then handled once, each in its own transaction."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from kit.ids import is_uuid
from payments.models import Payment, ProviderEvent, Refund
from payments.services.chargebacks import record_dispute
from payments.services.payments import record_report
from payments.services.refunds import fail_refund, settle_refund
from payments.services.reports import (
    ABSENT,
    ASK,
    DISPUTE,
    DONE,
    FAILED,
    LOST,
    OPENED,
    PAID,
    PAYMENT,
    PENDING,
    REFUND,
    REFUSED,
    WON,
    Report,
)

log = logging.getLogger(__name__)
KNOWN = {
    PAYMENT: {PAID, FAILED, PENDING, ABSENT, ASK},
    REFUND: {DONE, REFUSED, PENDING},
    DISPUTE: {OPENED, WON, LOST},
}


@transaction.atomic
def store_provider_event(*, gateway: str, external_id: str, body: dict[str, Any], raw: str) -> ProviderEvent:
    """Keep one signed callback. The same event id again returns the first row."""
    event, _ = ProviderEvent.objects.get_or_create(
        gateway=gateway, external_id=external_id[:80], defaults={"body": body, "raw": raw[:20_000]}
    )
    return event


@transaction.atomic
def handle_provider_event(*, event_id: int) -> str:
    """Act on a stored callback and tick it, together. Handled already, it returns the old outcome.

    The outcome "ask" means that the provider has to be asked: the task does it, outside any transaction.
    """
    event = ProviderEvent.objects.select_for_update(of=("self",)).get(pk=event_id)
    if event.handled_at is not None:
        return event.outcome
    event.payment, event.outcome = _act(event)
    event.handled_at = timezone.now()
    event.save(update_fields=["payment", "outcome", "handled_at"])
    return event.outcome


@transaction.atomic
def replay_provider_event(*, event_id: int) -> str:
    """Staff handle a callback once more; money that moved for it does not move again."""
    ProviderEvent.objects.select_for_update(of=("self",)).filter(pk=event_id).update(handled_at=None)
    return handle_provider_event(event_id=event_id)


def _act(event: ProviderEvent) -> tuple[Payment | None, str]:
    report = Report(**event.body)
    if report.status not in KNOWN.get(report.subject, set()):
        return None, "ignored"
    payment = Payment.objects.filter(reference=report.reference, gateway=event.gateway).first()
    if payment is None:
        log.error("callback %s names an unknown payment %r", event, report.reference)
        return None, "unknown_reference"
    if report.subject == REFUND:
        return payment, _act_on_refund(payment, report)
    if report.subject == DISPUTE:
        return payment, record_dispute(payment_id=payment.pk, report=report)
    if report.status == ASK:
        return payment, ASK
    return payment, record_report(payment_id=payment.pk, report=report)


def _act_on_refund(payment: Payment, report: Report) -> str:
    """A refund ends once, whoever tells first: the provider's answer or its callback."""
    known = payment.refunds.filter(pk=report.subject_ref).first() if is_uuid(report.subject_ref) else None
    if known is None:
        log.error("payment %s: a refund nobody here asked for, %r", payment.reference, report.subject_ref)
        return "unknown_refund"
    if report.status == DONE:
        settle_refund(refund_id=known.pk, provider_ref=report.provider_ref)
    elif report.status == REFUSED and known.state == Refund.State.SENDING:
        fail_refund(refund_id=known.pk, reason=report.reason)
    return f"refund_{report.status}"
