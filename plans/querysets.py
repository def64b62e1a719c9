from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

ENDED_THERE = ["canceled", "incomplete_expired"]  # what Stripe says of one of which nothing more comes


class PlanQuerySet(QuerySet):
    def in_force(self, at: datetime | None = None) -> "PlanQuerySet":
        """One row for each plan: the terms at a moment (now)."""
        started = self.filter(starts_at__lte=at or timezone.now())
        newest = started.order_by("code", "-starts_at").distinct("code")
        return self.filter(pk__in=newest.values("pk")).order_by("month_centimes")


class SubscriptionQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        return self.select_for_update(of=("self",)).select_related("plan", "wallet", "next_plan").get(pk=pk)

    def visible_to(self, user: Any) -> "SubscriptionQuerySet":
        return self.filter(wallet__holders__user=user)


class ChargeQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        """The charge alone; lock its subscription first."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def visible_to(self, user: Any) -> "ChargeQuerySet":
        return self.filter(subscription__wallet__holders__user=user)

    def due(self) -> "ChargeQuerySet":
        return self.filter(state="due")

    def by_transfer(self) -> "ChargeQuerySet":
        """Those we ask for ourselves; for the others Stripe does."""
        return self.filter(stripe_invoice="")


class CardPlanQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        """The row alone; lock its wallet first, and its subscription after."""
        return self.select_for_update(of=("self",)).select_related("plan", "wallet").get(pk=pk)

    def live(self) -> "CardPlanQuerySet":
        return self.filter(state__in=["open", "running"])

    def at_stripe(self) -> "CardPlanQuerySet":
        """With a subscription there that has not ended there, whatever it is here."""
        return self.exclude(stripe_id="").exclude(stripe_status__in=ENDED_THERE)

    def beside_a_page(self) -> "CardPlanQuerySet":
        """Paid while another page was open, and not counted yet; over at Stripe or not."""
        return self.filter(subscription=None, troubles__what="another_page_open")

    def waiting(self) -> "CardPlanQuerySet":
        """Given up here, while something at Stripe may still make them count."""
        return self.at_stripe().filter(state="lapsed", subscription=None)


class CardWishQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        return self.select_for_update(of=("self",)).get(pk=pk)

    def asked(self) -> "CardWishQuerySet":
        return self.filter(state="asked")
