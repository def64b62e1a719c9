"""What time removes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from webhooks.models import Call, Endpoint

KEPT = timedelta(days=30)


@transaction.atomic
def forget_old_calls(*, limit: int = 10_000) -> int:
    """Drop calls and their attempts after 30 days, a batch at a time; then endpoints that were removed and
    have no log left, and secrets that sign no more. Return how many calls.
    """
    now = timezone.now()
    old = Call.objects.filter(owed_at__lt=now - KEPT).values_list("pk", flat=True)[:limit]
    n_calls = Call.objects.filter(pk__in=list(old)).count()
    Call.objects.filter(pk__in=list(old)).delete()
    Endpoint.objects.filter(state=Endpoint.State.REMOVED, calls=None).delete()
    Endpoint.objects.filter(old_until__lt=now).update(old_sealed="", old_until=None)
    return n_calls
