"""Shapes of money in JSON: amounts are {"amount": "1500.00", "currency": "MAD"}."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from kit.api import MoneyField, Sum
from payments.models import ExchangeRate, Movement, Payment, SpendApproval, StripeAccount


class IntentInput(serializers.Serializer):
    """Without a currency: the contract's, or the first that the gateway takes."""

    collaboration = serializers.UUIDField()
    gateway = serializers.CharField(max_length=20, default="sandbox")
    currency = serializers.ChoiceField(choices=["MAD", "EUR", "USD"], required=False)


class RateSerializer(serializers.ModelSerializer):
    """Dirhams for one unit of a currency."""

    class Meta:
        model = ExchangeRate
        fields = ["id", "currency", "on", "dirhams", "source", "fetched_at"]


class ConfirmInput(serializers.Serializer):
    payment = serializers.UUIDField()


class ActionSerializer(serializers.Serializer):
    """Where the browser goes: follow `url` (redirect), post `fields` to it (form), or show them to the payer,
    who makes a transfer at their own bank (transfer).
    """

    kind = serializers.ChoiceField(choices=["redirect", "form", "transfer"])
    url = serializers.URLField()
    fields = serializers.DictField(child=serializers.CharField())


class PaymentSerializer(serializers.ModelSerializer):
    status = serializers.CharField(source="state")
    collaboration = serializers.UUIDField(source="escrow.deal_id")
    amount = Sum(source="amount_centimes")
    secures = Sum(
        source="escrow_centimes",
        currency="escrow.currency",
        help_text="What of it the contract gets, in the contract's currency.",
    )
    rate = RateSerializer()

    class Meta:
        model = Payment
        fields = [
            "id",
            "status",
            "collaboration",
            "gateway",
            "reference",
            "amount",
            "secures",
            "rate",
            "failure",
            "made_at",
            "settled_at",
        ]


@extend_schema_serializer(component_name="PaymentIntent")
class IntentSerializer(PaymentSerializer):
    action = ActionSerializer()

    class Meta(PaymentSerializer.Meta):
        fields = [*PaymentSerializer.Meta.fields, "action"]


class ApprovalInput(serializers.Serializer):
    collaboration = serializers.UUIDField()


class ApprovalSerializer(serializers.ModelSerializer):
    """A second person's word. Between `asked` and `expires_at` it can be given, and then used to pay."""

    status = serializers.CharField(source="shown_state")
    collaboration = serializers.UUIDField(source="escrow.deal_id")
    title = serializers.CharField(source="escrow.title")
    amount = Sum(source="amount_centimes")
    asked_by = serializers.CharField(source="asked_by.name")
    decided_by = serializers.CharField(source="decided_by.name", default=None)

    class Meta:
        model = SpendApproval
        fields = [
            "id",
            "status",
            "collaboration",
            "title",
            "amount",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "expires_at",
        ]


class MovementSerializer(serializers.ModelSerializer):
    """One line of history; what was paid is negative, what was received positive."""

    status = serializers.CharField(source="state")
    collaboration = serializers.UUIDField(source="deal_id", allow_null=True)
    amount = Sum(source="amount_centimes")

    class Meta:
        model = Movement
        fields = [
            "id",
            "kind",
            "status",
            "reference",
            "collaboration",
            "title",
            "amount",
            "detail",
            "at",
            "settled_at",
        ]


class EarningsSerializer(serializers.Serializer):
    protected = MoneyField(source="protected_centimes")
    in_review = MoneyField(source="in_review_centimes")
    reviewed_by = serializers.DateTimeField(allow_null=True)
    available = MoneyField(source="available_centimes")
    on_the_way = MoneyField(source="on_the_way_centimes")
    paid_out = MoneyField(source="paid_out_centimes")
    n_protected = serializers.IntegerField()
    expected_on = serializers.DateField(allow_null=True)
    minimum_payout = MoneyField(source="minimum_centimes")


class FindingSerializer(serializers.Serializer):
    code = serializers.CharField()
    subject = serializers.CharField()
    expected = serializers.CharField()
    actual = serializers.CharField()


class AuditSerializer(serializers.Serializer):
    ok = serializers.BooleanField()
    findings = FindingSerializer(many=True)


class BooksSerializer(serializers.Serializer):
    """paid = released + fee + vat + withheld + refunded + held."""

    currency = serializers.CharField()
    balances = serializers.BooleanField()
    paid = Sum(source="paid_centimes")
    released = Sum(source="released_centimes")
    fee = Sum(source="fee_centimes")
    vat = Sum(source="vat_centimes")
    withheld = Sum(source="withheld_centimes")
    refunded = Sum(source="refunded_centimes")
    held = Sum(source="held_centimes")


class CountryInput(serializers.Serializer):
    """Two letters: where somebody lives and has a bank account."""

    country = serializers.RegexField("^[A-Z]{2}$")


class StripeAccountSerializer(serializers.ModelSerializer):
    """`due` names what Stripe still asks for, in Stripe's words."""

    status = serializers.CharField(source="state")

    class Meta:
        model = StripeAccount
        fields = ["status", "country", "account_id", "due", "disabled_reason", "checked_at"]


class OnboardingSerializer(serializers.Serializer):
    """`url` can be opened once, within minutes."""

    account = StripeAccountSerializer()
    url = serializers.URLField()
