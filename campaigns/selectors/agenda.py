"""What creators owe a brand next, by date."""

from typing import Any

from django.utils import timezone

from brands.models import Brand
from campaigns.models import Collaboration, Deliverable

State = Deliverable.State
THEIRS = [State.DUE, State.CHANGES_REQUESTED, State.APPROVED]
RUNNING = [Collaboration.State.FUNDED, Collaboration.State.ACTIVE]


def awaited(user: Any, n: int) -> list[Deliverable]:
    """The next drafts, corrections and publications of creators, nearest first. One query."""
    rows = Deliverable.objects.filter(
        collaboration__brand__in=Brand.objects.of(user),
        collaboration__state__in=RUNNING,
        state__in=THEIRS,
        expected_at__gt=timezone.now(),
    )
    return list(rows.select_related("collaboration__influencer").order_by("expected_at")[:n])
