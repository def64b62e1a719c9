"""Lines of the bank with what somebody said they are."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from treasury.models import Match, StatementLine


def lines_with_match() -> QuerySet[Any]:
    """`standing` on each: its match that was not refused, one at most. One query for all of them."""
    standing = Match.objects.exclude(state=Match.State.REFUSED).select_related("proposed_by")
    return StatementLine.objects.prefetch_related(
        Prefetch("matches", queryset=standing, to_attr="standing"),
    )
