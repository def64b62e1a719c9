"""Filters of lists over the API."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import IsoDateTimeFilter
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request


class AskedFilters(DjangoFilterBackend):
    """Builds a view's filters only for a request that names one of them: most name none."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        known = getattr(view, "filterset_class", None)
        if known is None or known.base_filters.keys().isdisjoint(request.query_params):
            return queryset
        return super().filter_queryset(request, queryset, view)


class MomentField(IsoDateTimeField):
    """In UTC, because PostgreSQL takes fewer offsets than Python; what no calendar has is refused."""

    def clean(self, value: Any) -> datetime | None:
        try:
            moment = super().clean(value)
            return moment.astimezone(UTC) if moment else None
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MomentFilter(IsoDateTimeFilter):
    """A moment as the API writes it."""

    field_class = MomentField
