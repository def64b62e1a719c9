"""What time removes of the marketplace."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign

DRAFTS_KEPT = timedelta(days=180)


@transaction.atomic
def forget_old_drafts(*, limit: int = 500) -> int:
    """Drop drafts that nobody has touched for 180 days and nobody applied for, a batch at a time."""
    state = [Campaign.State.DRAFT, Campaign.State.REJECTED]
    old = Campaign.objects.filter(
        updated_at__lt=timezone.now() - DRAFTS_KEPT, state__in=state, applications=None
    )
    ids = list(old.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:limit])
    Campaign.objects.filter(pk__in=ids).delete()
    return len(ids)
