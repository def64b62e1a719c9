from typing import Any

from django.db.models import Q, QuerySet


class DocumentQuerySet(QuerySet):
    def visible_to(self, user: Any) -> "DocumentQuerySet":
        """Whom it is addressed to, and the other side where it speaks of both."""
        seen = Q(recipient__holders__user=user) | Q(other__holders__user=user)
        return self.filter(seen).distinct()

    def of(self, wallet: Any) -> "DocumentQuerySet":
        return self.filter(Q(recipient=wallet) | Q(other=wallet))


class OwedQuerySet(QuerySet):
    def open(self) -> "OwedQuerySet":
        """Not issued yet, and not found to be nothing."""
        return self.filter(document=None, dropped_at=None)


class MandateQuerySet(QuerySet):
    def in_force(self, wallet_id: Any, at: Any) -> Any:
        """The mandate of a wallet at a moment, or None."""
        rows = self.filter(wallet_id=wallet_id, accepted_at__lte=at)
        return rows.filter(Q(revoked_at=None) | Q(revoked_at__gt=at)).order_by("-accepted_at").first()
