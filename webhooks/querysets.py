from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone


class EndpointQuerySet(QuerySet):
    def kept(self) -> "EndpointQuerySet":
        """All but those that were removed."""
        return self.exclude(state="removed")

    def active(self) -> "EndpointQuerySet":
        return self.filter(state="active")

    def visible_to(self, user: Any) -> "EndpointQuerySet":
        """Those of the brands a person works for, or of the creator they are."""
        return self.kept().filter(Q(brand__memberships__user=user) | Q(influencer__user=user))

    def wanting(self, name: str) -> "EndpointQuerySet":
        """Active, and told of this event."""
        return self.active().filter(Q(types__contains=[name]) | Q(types__contains=["*"]))


class CallQuerySet(QuerySet):
    def owed(self) -> "CallQuerySet":
        return self.filter(state="owed")

    def due(self) -> "CallQuerySet":
        """Owed now by an endpoint that is on: the time has come, or the worker that held it is gone."""
        return self.owed().filter(next_attempt_at__lte=timezone.now(), endpoint__state="active")

    def claimable(self, at_most: int) -> "CallQuerySet":
        """Due, and its endpoint has not enough on its way already."""
        return self.due().exclude(endpoint__in=type(self)(self.model).busy_endpoints(at_most))

    def leased(self) -> "CallQuerySet":
        """On their way at this moment."""
        return self.filter(leased_until__gt=timezone.now())

    def busy_endpoints(self, at_most: int) -> Iterable[Any]:
        """Endpoints with so many calls on their way (a subquery)."""
        counted = self.leased().order_by().values("endpoint").annotate(n=Count("pk"))
        return counted.filter(n__gte=at_most).values("endpoint")
