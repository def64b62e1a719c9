"""Filters of lists over the API."""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request


class AskedFilters(DjangoFilterBackend):
    """Builds a view's filters only for a request that names one of them: most name none."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        known = getattr(view, "filterset_class", None)
        if known is None or known.base_filters.keys().isdisjoint(request.query_params):
            return queryset
        return super().filter_queryset(request, queryset, view)
