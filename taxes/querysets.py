from datetime import date
from typing import Any

from django.db.models import QuerySet


class ProfileQuerySet(QuerySet):
    def in_force(self, party_id: Any, on: date) -> Any:
        """The row that counts for a party on a day; None when nothing was declared by then."""
        return self.counting(party_id, on).newest_first().first()

    def counting(self, party_id: Any, on: date) -> "ProfileQuerySet":
        """What was declared for a party by a day, and not refused. `party_id` may be an OuterRef."""
        return self.filter(party_id=party_id, starts_on__lte=on).exclude(state="refused")

    def newest_first(self) -> "ProfileQuerySet":
        """The first of them counts."""
        return self.order_by("-starts_on", "-made_at", "-id")

    def waiting(self) -> "ProfileQuerySet":
        """Declared, and not looked at by staff."""
        return self.filter(state="declared")
