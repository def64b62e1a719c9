from typing import Any

from django.db.models import QuerySet
from django.utils import timezone


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


class ProposalQuerySet(QuerySet):
    def open(self) -> "ProposalQuerySet":
        """Neither answered nor withdrawn, nor too old."""
        return self.filter(ended_at=None, expires_at__gt=timezone.now())

    def finish(self, end: str) -> int:
        """End those that have not ended yet, expired or not; return how many."""
        return self.filter(ended_at=None).update(ended_at=timezone.now(), end=end)
