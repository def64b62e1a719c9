"""What lists of money may be narrowed by; the word is the one the answers use."""

from django_filters import ChoiceFilter, FilterSet

from payments.models import Escrow, ExchangeRate, Movement, Payment, Payout, Refund

STATUSES = sorted({*Payment.State.values, *Refund.State.values, *Payout.State.values, *Escrow.State.values})


class MovementFilter(FilterSet):
    status = ChoiceFilter(field_name="state", choices=[(name, name) for name in STATUSES])

    class Meta:
        model = Movement
        fields = ["kind"]


class PayoutFilter(FilterSet):
    status = ChoiceFilter(field_name="state", choices=Payout.State.choices)

    class Meta:
        model = Payout
        fields: list[str] = []


class RateFilter(FilterSet):
    class Meta:
        model = ExchangeRate
        fields = ["currency", "source", "on"]
