"""What time removes of the safety of accounts."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Device, SecurityEvent

TRAIL_KEPT = timedelta(days=365)
DEVICES_KEPT = timedelta(days=365)


@transaction.atomic
def forget_old_trail(*, limit: int = 10_000) -> int:
    """Drop lines of the trail after twelve months, a batch at a time."""
    old = SecurityEvent.objects.filter(at__lt=timezone.now() - TRAIL_KEPT).values_list("pk", flat=True)[
        :limit
    ]
    return SecurityEvent.objects.filter(pk__in=list(old)).delete()[0]


@transaction.atomic
def forget_old_devices(*, limit: int = 10_000) -> int:
    """Drop devices known for twelve months that nobody has signed in from lately, a batch at a time.

    Sign-ins are kept 30 days longer than they last, so a device without any has been silent that long.
    """
    silent = Device.objects.filter(first_seen_at__lt=timezone.now() - DEVICES_KEPT, sign_ins=None)
    return Device.objects.filter(pk__in=list(silent.values_list("pk", flat=True)[:limit])).delete()[0]
