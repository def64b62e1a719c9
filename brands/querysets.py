from typing import Any

from django.db.models import QuerySet


class BrandQuerySet(QuerySet):
    def of(self, user: Any) -> "BrandQuerySet":
        """The brands a person is a member of, whatever the role."""
        return self.filter(memberships__user=user)

    def public(self) -> "BrandQuerySet":
        """Those with an owner who is not on the way out. A brand has one owner, so no row comes twice."""
        return self.filter(memberships__role="owner", memberships__user__leaving_at=None)

    def lock(self, pk: Any) -> Any:
        """Lock one brand; its wallet comes along. Raises DoesNotExist."""
        return self.select_for_update(of=("self",)).select_related("wallet").get(pk=pk)
