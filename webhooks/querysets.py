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

    def off_by_staff(self) -> "EndpointQuerySet":
        """Switched off by staff, who alone undo it."""
        return self.filter(state="disabled", reason="staff")

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

    def claimable(self, at_most: int, of_holder: int) -> "CallQuerySet":
        """Due, and neither its endpoint nor its brand or creator has enough on its way already."""
        flying = type(self)(self.model).leased()
        return (
            self.due()
            .exclude(endpoint__in=flying.busy("endpoint", at_most))
            .exclude(endpoint__brand__in=flying.busy("endpoint__brand", of_holder))
            .exclude(endpoint__influencer__in=flying.busy("endpoint__influencer", of_holder))
        )

    def leased(self) -> "CallQuerySet":
        """On their way at this moment."""
        return self.filter(leased_until__gt=timezone.now())

    def busy(self, whose: str, at_most: int) -> Iterable[Any]:
        """Those who have so many of these calls (a subquery)."""
        counted = self.exclude(**{whose: None}).order_by().values(whose).annotate(n=Count("pk"))
        return counted.filter(n__gte=at_most).values(whose)
