"""Shapes of plans in JSON. Prices are without VAT; a limit of null means no limit."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kit.amounts import money
from kit.api import MONEY_SCHEMA, MoneyField
from plans.models import CardPlan, Charge, Plan, Subscription


class PlanSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="get_code_display")
    month = MoneyField(source="month_centimes")
    year = MoneyField(source="year_centimes")

    class Meta:
        model = Plan
        fields = ["code", "name", "month", "year", "brand_fee_bps", "n_open_campaigns", "n_members"]


class SubscriptionSerializer(serializers.ModelSerializer):
    status = serializers.CharField(source="state")
    plan = PlanSerializer()
    next_plan = serializers.CharField(source="next_plan.code", default=None)

    class Meta:
        model = Subscription
        fields = ["id", "status", "plan", "next_plan", "interval", "paid_by", "starts_on", "ends_on"]


class CardPlanSerializer(serializers.ModelSerializer):
    """`url` is Stripe's page while the plan is not paid."""

    status = serializers.CharField(source="state")
    plan = serializers.CharField(source="plan.code")
    stripe_id = serializers.CharField()
    url = serializers.CharField(source="page_url")

    class Meta:
        model = CardPlan
        fields = ["id", "status", "plan", "interval", "stripe_id", "url"]


class LinkSerializer(serializers.Serializer):
    """Where to go next."""

    url = serializers.URLField()


class WishInput(serializers.Serializer):
    """The plan wanted. `free` lets the subscription end with its period."""

    plan = serializers.ChoiceField(choices=Plan.Code.choices)
    interval = serializers.ChoiceField(choices=Subscription.Interval.choices, default="month")


class ChargeSerializer(serializers.ModelSerializer):
    status = serializers.CharField(source="state")
    plan = serializers.CharField(source="plan_code")
    net = MoneyField(source="net_centimes")
    vat = MoneyField(source="vat_centimes")
    total = serializers.SerializerMethodField()

    class Meta:
        model = Charge
        fields = ["id", "status", "reference", "plan", "from_on", "until_on", "net", "vat", "total", "due_on"]

    @extend_schema_field(MONEY_SCHEMA)
    def get_total(self, row: Charge) -> dict[str, Any] | None:
        """VAT included: what is transferred."""
        return money(row.total_centimes, row.currency)
