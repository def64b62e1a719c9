from typing import Any

from django.db.models import Q, QuerySet


class InfluencerQuerySet(QuerySet):
    def visible_to(self, user: Any) -> "InfluencerQuerySet":
        """Everybody sees listed profiles; the owner also sees an unlisted one."""
        if not user.is_authenticated:
            return self.filter(is_listed=True)
        return self.filter(Q(is_listed=True) | Q(user=user))

    def of(self, user: Any) -> "InfluencerQuerySet":
        return self.filter(user=user)

    def lock(self, pk: Any) -> Any:
        """Lock one profile. Raises DoesNotExist."""
        return self.select_for_update(of=("self",)).get(pk=pk)
