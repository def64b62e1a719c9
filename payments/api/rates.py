"""Exchange rates over the API: what counted on which day, and who said so."""

from typing import Any

from rest_framework import generics

from kit.paging import CursorPages
from payments.api.filters import RateFilter
from payments.models import ExchangeRate
from payments.selectors import rates
from payments.serializers import RateSerializer


class NewestDay(CursorPages):
    """By business day, newest first."""

    ordering = ("-on", "-id")


class Rates(generics.ListAPIView):
    """Dirhams for one unit, by day and source."""

    serializer_class = RateSerializer
    pagination_class = NewestDay
    filterset_class = RateFilter
    queryset = ExchangeRate.objects.none()

    def get_queryset(self) -> Any:
        return rates()
