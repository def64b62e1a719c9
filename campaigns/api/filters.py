"""What lists may be narrowed and ordered by; anything else is ignored."""

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from campaigns.models import Application, Campaign, Collaboration
from kit.morocco import City
from kit.paging import CursorPages
from kit.vocabulary import Niche, Platform, Speech

MAX_WORDS = 6


class OverlapFilter(filters.MultipleChoiceFilter):
    """Any of the given words in a list column; with `or_empty` an empty column fits every word."""

    def __init__(self, field: str, *, or_empty: bool = False, **options: Any) -> None:
        super().__init__(field, **options)
        self.or_empty = or_empty

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        fits = Q(**{f"{self.field_name}__overlap": value})
        return queryset.filter(fits | Q(**{self.field_name: []}) if self.or_empty else fits)


class CampaignFilter(filters.FilterSet):
    niche = OverlapFilter("niches", choices=Niche.choices)
    platform = OverlapFilter("platforms", choices=Platform.choices)
    city = OverlapFilter("cities", choices=City.choices, or_empty=True)
    language = OverlapFilter("languages", choices=Speech.choices, or_empty=True)
    state = filters.MultipleChoiceFilter(choices=Campaign.State.choices)
    min_budget = filters.NumberFilter(method="at_least", min_value=0, max_value=10**10)
    brand = filters.UUIDFilter("brand_id")
    mine = filters.BooleanFilter(method="of_mine")
    q = filters.CharFilter(method="with_words", max_length=80)

    class Meta:
        model = Campaign
        fields: list[str] = []

    def at_least(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """In dirhams, for the whole campaign."""
        return queryset.filter(budget_centimes__gte=int(value * 100))

    def of_mine(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        user = self.request.user
        if not value or not user.is_authenticated:
            return queryset
        return queryset.filter(brand__in=user.memberships.values("brand"))

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:MAX_WORDS]:
            found = Q(title__icontains=word) | Q(objective__icontains=word) | Q(brand__name__icontains=word)
            queryset = queryset.filter(found)
        return queryset


class ApplicationFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=Application.State.choices)
    campaign = filters.UUIDFilter("campaign_id")

    class Meta:
        model = Application
        fields: list[str] = []


class CollaborationFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=Collaboration.State.choices)
    campaign = filters.UUIDFilter("campaign_id")

    class Meta:
        model = Collaboration
        fields: list[str] = []


class CampaignPages(CursorPages):
    """Newest first, best paid first, or the one that closes soonest first."""

    ORDERINGS = {"-id": ("-id",), "-budget": ("-pay", "-id"), "application_deadline": ("closes", "id")}

    def get_ordering(self, request: Any, queryset: QuerySet, view: Any) -> tuple[str, ...]:
        return self.ORDERINGS.get(request.query_params.get("ordering", "-id"), ("-id",))


class ByPosition(CursorPages):
    ordering = "position"
