"""What is done with money in the background. Each task is safe to run twice and beside itself."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from payments import gateways, services
from payments.errors import AuditRunning, GatewayNotConfigured, GatewayUnreachable, MoneyOnHold
from payments.gateways import outgoing, rates
from payments.models import Payment, ProviderEvent
from payments.selectors import due_schedules, late_payouts, stale_payments, unsent_refunds
from payments.services.reports import ASK

log = logging.getLogger(__name__)
LEFT_BEHIND = timedelta(seconds=20)
CAPTURE_CHECK_S = 60
CAPTURE_RETRY_S = 600
WAITING = [Payment.State.PENDING, Payment.State.UNKNOWN]


@shared_task
def handle_provider_event(event_id: int) -> str:
    """Act on one stored callback, in its own transaction.

    Before, fetch what it only names; after, ask the provider, if that is its outcome.
    """
    gateways.follow_up(ProviderEvent.objects.get(pk=event_id))
    outcome = services.handle_provider_event(event_id=event_id)
    if outcome == ASK:
        gateways.ask(Payment.objects.get(events=event_id))
    elif outcome == "credited":
        _look_after(Payment.objects.get(events=event_id))
    return outcome


def _look_after(payment: Payment) -> None:
    """Where the provider captures after our answer, look whether the answer arrived there."""
    if getattr(gateways.get(payment.gateway), "is_captured_later", False):
        check_capture.apply_async([str(payment.pk)], countdown=CAPTURE_CHECK_S)


@shared_task(bind=True, max_retries=30)
def check_capture(self: Any, payment_id: str) -> str:
    """Ask about a payment that is credited: what is only reserved there is captured then. Asked again every
    ten minutes while nobody answers.
    """
    try:
        return gateways.ask(Payment.objects.get(pk=payment_id))
    except GatewayUnreachable as error:
        raise self.retry(countdown=CAPTURE_RETRY_S) from error


@shared_task
def handle_provider_events(limit: int = 500) -> int:
    """Act on callbacks whose message to the worker got lost, and on parked ones whose payment is paid by now
    (by an answer, not by a callback); beat calls it every 30 s.
    """
    services.unpark_provider_events()
    waiting = ProviderEvent.objects.filter(handled_at=None, received_at__lte=timezone.now() - LEFT_BEHIND)
    ids = list(waiting.order_by("received_at").values_list("pk", flat=True)[:limit])
    for event_id in ids:
        try:
            handle_provider_event(event_id)
        except MoneyOnHold:
            log.warning("money is on hold: callbacks wait, unticked")
            break
        except Exception:  # one bad callback must not hold up the others; it stays, unticked, in the admin
            log.exception("callback %s could not be handled", event_id)
    return len(ids)


@shared_task
def ask_payment(payment_id: str) -> str:
    """Ask the provider about one payment that still waits; the payer just came back from there."""
    payment = Payment.objects.filter(pk=payment_id, state__in=WAITING).first()
    return gateways.ask(payment) if payment else "settled"


@shared_task
def poll_unsettled(limit: int = 200) -> int:
    """Ask the providers about payments that stayed without an answer; beat calls it each minute."""
    ids = stale_payments(limit)
    for payment in Payment.objects.filter(pk__in=ids):
        try:
            gateways.ask(payment)
        except (GatewayUnreachable, GatewayNotConfigured, MoneyOnHold) as error:
            log.warning("payment %s: %s", payment.reference, error.code)
    return len(ids)


@shared_task
def send_refunds(limit: int = 200) -> int:
    """Hand refunds that are due to their providers; beat calls it every 15 s."""
    return sum(_each(unsent_refunds(limit), "refund", _send_refund))


def _send_refund(refund_id: Any) -> bool:
    refund = services.begin_refund(refund_id=refund_id)
    if refund is not None:
        gateways.send_refund(refund)
    return refund is not None


def _each(ids: Iterable[Any], what: str, act: Callable[[Any], Any]) -> Iterator[bool]:
    """Whether it did something, for each: a bad one must not hold up the others, and is tried again."""
    for pk in ids:
        try:
            yield bool(act(pk))
        except MoneyOnHold:
            log.warning("money is on hold: %s %s waits", what, pk)
        except Exception:
            log.exception("%s %s could not be moved along", what, pk)


@shared_task
def fetch_rates() -> int:
    """Read the exchange rates of the day from every source that is configured; beat calls it each hour.

    A source without an answer is logged and asked again in an hour; what it said before stays in force.
    """
    n_new = 0
    for source in rates.configured():
        try:
            n_new += services.store_rates(source=source, rows=rates.fetch(source, timezone.localdate()))
        except rates.RatesUnreachable as error:
            log.warning("exchange rates: %s", error)
    return n_new


@shared_task
def seal_ledger() -> int:
    """Link what was committed since the last time to the chain; beat calls it each minute."""
    return services.seal_ledger()


@shared_task
def audit_ledger() -> int:
    """Prove the books; beat calls it each hour. Holds money when they are wrong, lets it go when right."""
    try:
        return services.run_audit().n_findings
    except AuditRunning:
        log.info("another audit is running")
        return 0


@shared_task
def expire_approvals() -> int:
    """Close approvals that are too old; beat calls it each hour."""
    return services.expire_approvals()


@shared_task
def send_payouts(limit: int = 200) -> int:
    """Hand payouts to their providers, and ask about those without an end; beat calls it each minute."""
    ids = list(services.due_payouts().values_list("pk", flat=True)[:limit])
    return sum(_each(ids, "payout", outgoing.move_along))


@shared_task
def run_payout_schedules() -> int:
    """Make the payouts of the day; beat calls it each hour, so that a morning without money moving is made
    up the same day.
    """
    today = timezone.localdate()
    services.open_schedules(on=today)

    def run(wallet_id: Any) -> bool:
        return services.run_schedule(wallet_id=wallet_id, on=today) == "made"

    return sum(_each(due_schedules(), "payout schedule of wallet", run))


@shared_task
def tell_of_late_payouts() -> int:
    """Give payouts whose day has passed a new one and tell their owners why; beat calls it each morning."""
    ids, today = late_payouts(), timezone.localdate()
    return sum(_each(ids, "late payout", lambda pk: services.postpone_payout(payout_id=pk, on=today)))
