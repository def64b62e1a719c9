"""Shapes of being paid: methods (masked), schedules, payouts, batches."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kit.amounts import money
from kit.api import MONEY_SCHEMA, MoneyField, Sum
from payments.errors import WrongRib
from payments.models import Payout, PayoutBatch, PayoutMethod, PayoutSchedule
from payments.selectors import is_usable
from payments.services import check_rib

KINDS = [PayoutMethod.Kind.RIB, PayoutMethod.Kind.PAYPAL]
SCHEDULE_FIELDS = ["every", "weekday", "month_day", "at_least"]


class PayoutMethodSerializer(serializers.ModelSerializer):
    """`address` is masked: the last digits of a RIB (in `rib` too), the host of a mailbox."""

    address = serializers.CharField(source="masked")
    rib = serializers.SerializerMethodField()
    is_usable = serializers.SerializerMethodField()

    class Meta:
        model = PayoutMethod
        fields = [
            "id",
            "kind",
            "currency",
            "holder_name",
            "address",
            "rib",
            "is_default",
            "is_usable",
            "usable_at",
            "added_at",
        ]

    def get_rib(self, row: PayoutMethod) -> str:
        return row.masked if row.kind == PayoutMethod.Kind.RIB else ""

    def get_is_usable(self, row: PayoutMethod) -> bool:
        return is_usable(row)


class PayoutMethodPage(serializers.Serializer):
    """Shaped like every list, though nobody has more than a few."""

    results = PayoutMethodSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class PayoutMethodInput(serializers.Serializer):
    """A RIB wants `holder_name` and `rib`; PayPal wants `address` and `currency`."""

    kind = serializers.ChoiceField(choices=KINDS, default=PayoutMethod.Kind.RIB)
    holder_name = serializers.CharField(max_length=120, required=False)
    rib = serializers.CharField(max_length=60, required=False)
    address = serializers.CharField(max_length=160, required=False)
    currency = serializers.ChoiceField(choices=["EUR", "USD"], required=False)

    def validate_rib(self, value: str) -> str:
        try:
            return check_rib(value)
        except WrongRib as wrong:
            raise serializers.ValidationError(str(wrong.detail), code=wrong.code) from wrong

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Keep what the kind wants, and say which of it is missing."""
        wanted = ["holder_name", "rib"] if attrs["kind"] == PayoutMethod.Kind.RIB else ["address", "currency"]
        words = str(self.fields["rib"].error_messages["required"])
        missing = {name: [serializers.ErrorDetail(words, "required")] for name in wanted if name not in attrs}
        if missing:
            raise serializers.ValidationError(missing)
        return {name: attrs[name] for name in ["kind", *wanted]}


class PayoutInput(serializers.Serializer):
    """Without a method: the default."""

    amount = MoneyField()
    method = serializers.UUIDField(required=False)


class PayoutSerializer(serializers.ModelSerializer):
    """`reason` says why it failed and `delay` why it is late: a code, and beside it a sentence in the
    reader's language. `receives` is what arrives, in the currency of the account.
    """

    status = serializers.CharField(source="state")
    amount = Sum(source="amount_centimes")
    receives = serializers.SerializerMethodField()
    method = PayoutMethodSerializer()
    reason_text = serializers.CharField(source="get_reason_display")
    delay_text = serializers.CharField(source="get_delay_display")
    is_automatic = serializers.SerializerMethodField()

    class Meta:
        model = Payout
        fields = [
            "id",
            "status",
            "amount",
            "receives",
            "method",
            "is_automatic",
            "expected_on",
            "delay",
            "delay_text",
            "reason",
            "reason_text",
            "requested_at",
            "settled_at",
        ]

    @extend_schema_field(MONEY_SCHEMA)
    def get_receives(self, row: Payout) -> dict[str, str] | None:
        return money(*row.given)

    def get_is_automatic(self, row: Payout) -> bool:
        return bool(row.period)


class StaffPayoutSerializer(PayoutSerializer):
    wallet = serializers.CharField(source="wallet.name")
    approved_by = serializers.EmailField(source="approved_by.email", default=None)
    sent_by = serializers.EmailField(source="sent_by.email", default=None)

    class Meta(PayoutSerializer.Meta):
        fields = [
            *PayoutSerializer.Meta.fields,
            "wallet",
            "bank_ref",
            "provider_ref",
            "note",
            "approved_by",
            "sent_by",
        ]


class StepInput(serializers.Serializer):
    """What the schema shows of a step: settling asks for the first, failing for the second, delaying for the
    third and fourth."""

    bank_ref = serializers.CharField(max_length=80, required=False)
    reason = serializers.CharField(max_length=24, required=False)
    note = serializers.CharField(max_length=200, required=False)
    expected_on = serializers.DateField(required=False)


class SettleInput(serializers.Serializer):
    bank_ref = serializers.CharField(max_length=80)


class FailInput(serializers.Serializer):
    reason = serializers.ChoiceField(choices=Payout.Reason.choices)
    note = serializers.CharField(max_length=200, required=False)


class DelayInput(serializers.Serializer):
    reason = serializers.ChoiceField(choices=Payout.Delay.choices)
    expected_on = serializers.DateField()


class ScheduleInput(serializers.Serializer):
    """Monday is 0. Of the details only those of `every` count."""

    every = serializers.ChoiceField(choices=PayoutSchedule.Every.choices)
    weekday = serializers.IntegerField(min_value=0, max_value=6, default=0)
    month_day = serializers.IntegerField(min_value=1, max_value=28, default=1)
    at_least = MoneyField(required=False)


class ScheduleSerializer(serializers.ModelSerializer):
    """`last_outcome` says what came of the last run, as a code and as a sentence."""

    at_least = MoneyField(source="at_least_centimes")
    last_outcome_text = serializers.CharField(source="get_last_outcome_display")

    class Meta:
        model = PayoutSchedule
        fields = [*SCHEDULE_FIELDS, "next_run_on", "last_run_on", "last_outcome", "last_outcome_text"]


class BatchInput(serializers.Serializer):
    """Without payouts: all approved ones that wait."""

    payouts = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)


class BatchSerializer(serializers.ModelSerializer):
    """`n` and `total` of what lies in it now: frozen once it is released."""

    status = serializers.CharField(source="state")
    n = serializers.IntegerField(source="n_now")
    total = MoneyField(source="sum_now")
    made_by = serializers.EmailField(source="made_by.email")
    released_by = serializers.EmailField(source="released_by.email", default=None)
    files = serializers.SerializerMethodField()

    class Meta:
        model = PayoutBatch
        fields = [
            "id",
            "status",
            "reference",
            "n",
            "total",
            "made_by",
            "made_at",
            "released_by",
            "released_at",
            "sent_at",
            "files",
        ]

    def get_files(self, row: PayoutBatch) -> list[dict[str, str]]:
        return [{"layout": file.layout, "name": file.name, "sha256": file.sha256} for file in row.files.all()]


class BatchStepInput(serializers.Serializer):
    """Settling all of a batch asks for the bank's reference."""

    bank_ref = serializers.CharField(max_length=80, required=False)
