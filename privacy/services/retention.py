"""What time removes, by name. Each sweep does one batch and says how many rows; the task repeats it."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils import timezone

from accounts.facts import ResetAsked
from campaigns.services import forget_old_drafts
from events.models import Event
from privacy.models import Export, PrivacyRequest

LOGS_KEPT = timedelta(days=365)
WISHES_KEPT = timedelta(days=30)
REQUESTS_KEPT = timedelta(days=3 * 365)
LIMIT = 1000
State = Export.State


@transaction.atomic
def forget_old_copies() -> int:
    """Empty copies whose week is over; drop those rows after twelve months."""
    now = timezone.now()
    over = Export.objects.filter(state=State.READY, expires_at__lte=now)
    n_emptied = over.update(state=State.GONE, sealed=b"")
    old = Export.objects.exclude(state=State.ASKED).filter(asked_at__lt=now - LOGS_KEPT)
    return n_emptied + old.delete()[0]


@transaction.atomic
def forget_old_requests() -> int:
    """Drop requests three years after they were answered."""
    old = PrivacyRequest.objects.filter(answered_at__lt=timezone.now() - REQUESTS_KEPT)
    return PrivacyRequest.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:LIMIT])).delete()[0]


@transaction.atomic
def forget_admin_log() -> int:
    """Drop lines of the admin's log after twelve months."""
    old = LogEntry.objects.filter(action_time__lt=timezone.now() - LOGS_KEPT).values_list("pk", flat=True)
    return LogEntry.objects.filter(pk__in=list(old[:LIMIT])).delete()[0]


@transaction.atomic
def forget_reset_wishes() -> int:
    """Empty the sealed address of wishes for a new password after 30 days; that one was made stays."""
    old = Event.objects.filter(label=ResetAsked.label(), happened_at__lt=timezone.now() - WISHES_KEPT)
    ids = old.exclude(payload={"sealed": ""}).values_list("pk", flat=True)[:LIMIT]
    return Event.objects.filter(pk__in=list(ids)).update(payload={"sealed": ""})


SWEEPS: dict[str, Callable[[], int]] = {
    "copies": forget_old_copies,
    "requests": forget_old_requests,
    "admin log": forget_admin_log,
    "reset wishes": forget_reset_wishes,
    "drafts": forget_old_drafts,
}
