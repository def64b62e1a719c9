"""Callbacks of gateways: kept as they came, then handled once, each in its own transaction."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from payments.models import Payment, ProviderEvent
from payments.services.payments import record_report
from payments.services.reports import ABSENT, FAILED, PAID, PENDING, Report

log = logging.getLogger(__name__)


@transaction.atomic
def store_provider_event(*, gateway: str, external_id: str, body: dict[str, Any], raw: str) -> ProviderEvent:
    """Keep one signed callback. The same event id again returns the first row."""
    event, _ = ProviderEvent.objects.get_or_create(
        gateway=gateway, external_id=external_id[:80], defaults={"body": body, "raw": raw[:20_000]}
    )
    return event


@transaction.atomic
def handle_provider_event(*, event_id: int) -> str:
    """Act on a stored callback and tick it, together. Handled already, it returns the old outcome."""
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
    if report.status not in {PAID, FAILED, PENDING, ABSENT}:
        return None, "ignored"
    payment = Payment.objects.filter(reference=report.reference, gateway=event.gateway).first()
    if payment is None:
        log.error("callback %s names an unknown payment %r", event, report.reference)
        return None, "unknown_reference"
    return payment, record_report(payment_id=payment.pk, report=report)
