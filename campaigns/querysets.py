from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone


class TimedQuerySet(QuerySet):
    def overdue(self) -> "TimedQuerySet":
        """Rows whose deadline has passed: their automatic exit is owed."""
        return self.filter(due_at__lte=timezone.now())

    def to_warn(self) -> "TimedQuerySet":
        return self.filter(warn_at__lte=timezone.now())


class CampaignQuerySet(TimedQuerySet):
    def public(self) -> "CampaignQuerySet":
        """What visitors may read: everything that was approved once and not cancelled."""
        return self.filter(state__in=["open", "in_progress", "completed"])

    def visible_to(self, user: Any) -> "CampaignQuerySet":
        """Public ones for everybody; a brand's members also see its drafts, staff all that was submitted."""
        public = Q(state__in=["open", "in_progress", "completed"])
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_staff:
            return self.exclude(state="draft")
        return self.filter(public | Q(brand__in=user.memberships.values("brand")))

    def of_brand_of(self, user: Any) -> "CampaignQuerySet":
        return self.filter(brand__memberships__user=user)


class ApplicationQuerySet(TimedQuerySet):
    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """The applicant and the campaign's brand; nobody else."""
        brands = user.memberships.values("brand")
        return self.filter(Q(influencer__user=user) | Q(campaign__brand__in=brands))

    def for_cards(self) -> "ApplicationQuerySet":
        return self.select_related("campaign__brand__wallet", "influencer")

    def live(self) -> "ApplicationQuerySet":
        """Somebody still has to answer."""
        return self.filter(state__in=["pending", "shortlisted", "offered", "countered"])


class CollaborationQuerySet(TimedQuerySet):
    def visible_to(self, user: Any) -> "CollaborationQuerySet":
        """Both parties; nobody else."""
        return self.filter(Q(influencer__user=user) | Q(brand__in=user.memberships.values("brand")))

    def for_cards(self) -> "CollaborationQuerySet":
        return self.select_related("brand", "influencer", "campaign", "escrow")

    def secured(self) -> "CollaborationQuerySet":
        """Their money is held, or was to the end."""
        return self.filter(state__in=["funded", "active", "disputed", "completed", "decided"])

    def live(self) -> "CollaborationQuerySet":
        return self.filter(state__in=["agreed", "signed", "funded", "active", "disputed"])


class DeliverableQuerySet(TimedQuerySet):
    def live(self) -> "DeliverableQuerySet":
        return self.exclude(state__in=["accepted", "dropped"])

    def visible_to(self, user: Any) -> "DeliverableQuerySet":
        brands = user.memberships.values("brand")
        return self.filter(Q(collaboration__influencer__user=user) | Q(collaboration__brand__in=brands))
