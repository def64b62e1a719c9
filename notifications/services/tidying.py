"""What time removes from the inboxes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from notifications.models import Notice, PushDevice

KEPT = timedelta(days=365)


@transaction.atomic
def forget_old_notices(*, limit: int = 10_000) -> int:
    """Drop notices after a year, a batch at a time; and browsers whose sign-in is over."""
    PushDevice.objects.exclude(pk__in=PushDevice.objects.signed_in().values("pk")).delete()
    old = Notice.objects.filter(made_at__lt=timezone.now() - KEPT).values_list("pk", flat=True)[:limit]
    return Notice.objects.filter(pk__in=list(old)).delete()[0]
