from typing import Any

from django.db.models import QuerySet


class BrandQuerySet(QuerySet):
    def of(self, user: Any) -> "BrandQuerySet":
        """The brands a person is a member of, whatever the role."""
        return self.filter(memberships__user=user)
