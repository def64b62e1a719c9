from typing import Any

from django.db.models import QuerySet


class BrandQuerySet(QuerySet):
    def of(self, user: Any) -> "BrandQuerySet":
        """The brands a person is a member of, whatever the role."""
        return self.filter(memberships__user=user)

    def lock(self, pk: Any) -> Any:
        """Lock one brand; its wallet comes along. Raises DoesNotExist."""
        return self.select_for_update(of=("self",)).select_related("wallet").get(pk=pk)
