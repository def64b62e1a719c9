"""Shapes of the ledger as a whole: runs of the auditor, trial balance, ageing, the way of an amount."""

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kit.api import MONEY_SCHEMA, Sum, money
from payments.models import AuditRun
from payments.selectors import Open, is_on_hold
from payments.serializers import FindingSerializer


class AuditRunSerializer(serializers.ModelSerializer):
    """One run of the auditor. `head` is what to keep outside, to prove later that nothing was rewritten."""

    ok = serializers.BooleanField(source="is_green")
    findings = FindingSerializer(many=True)
    warnings = serializers.ListField(child=serializers.DictField())
    head = serializers.CharField()
    on_hold = serializers.SerializerMethodField()

    class Meta:
        model = AuditRun
        fields = [
            *("id", "at", "took_ms", "ok", "on_hold", "n_transactions", "n_entries", "head"),
            *("findings", "warnings"),
        ]

    def get_on_hold(self, row: AuditRun) -> bool:
        """Whether money stands still now."""
        return self._is_on_hold

    @cached_property
    def _is_on_hold(self) -> bool:
        """Asked once for all rows of an answer."""
        return is_on_hold()


class TrialLineSerializer(serializers.Serializer):
    account = serializers.CharField(source="kind")
    n_accounts = serializers.IntegerField()
    credit = Sum(source="credit_centimes")
    debit = Sum(source="debit_centimes")
    balance = Sum(source="balance_centimes")


class TrialBalanceSerializer(serializers.Serializer):
    """One currency. Credits and debits are the same sum."""

    currency = serializers.CharField()
    balances = serializers.BooleanField()
    credit = Sum(source="credit_centimes")
    debit = Sum(source="debit_centimes")
    lines = TrialLineSerializer(many=True)


class OpenSerializer(serializers.Serializer):
    """An account that has not cleared; `parts` by age of the money in days: 0-2, 3-7, 8-30, more."""

    account = serializers.CharField(source="kind")
    owner = serializers.CharField()
    currency = serializers.CharField()
    balance = Sum(source="balance_centimes")
    n_items = serializers.IntegerField()
    oldest_at = serializers.DateTimeField()
    days = serializers.IntegerField()
    parts = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": MONEY_SCHEMA})
    def get_parts(self, row: Open) -> list[dict | None]:
        return [money(part, row.currency) for part in row.parts]


class LegSerializer(serializers.Serializer):
    account = serializers.CharField(source="account.kind")
    owner = serializers.CharField(source="account.owner")
    amount = Sum(source="amount_centimes", currency="account.currency")


class TraceStepSerializer(serializers.Serializer):
    """One transaction on the way of an amount; `part` is how much of it is that amount, if not all."""

    id = serializers.UUIDField(source="transaction.pk")
    at = serializers.DateTimeField(source="transaction.made_at")
    kind = serializers.CharField(source="transaction.kind")
    key = serializers.CharField(source="transaction.key")
    collaboration = serializers.UUIDField(source="transaction.deal_id", allow_null=True)
    part = Sum(source="part_centimes", currency="transaction.currency", allow_null=True)
    legs = LegSerializer(source="entries", many=True)
