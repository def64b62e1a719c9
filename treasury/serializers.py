"""Shapes of the house's bank: statements, their lines with what they could be, matches."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kit.api import MONEY_SCHEMA, MoneyField, Sum
from treasury.models import Match, Statement, StatementLine
from treasury.services import MAX_BYTES


class StatementInput(serializers.Serializer):
    """A file of the web bank (CSV) or CFONB 120, 2 MB at most."""

    file = serializers.FileField(max_length=120)

    def validate_file(self, file: Any) -> Any:
        if file.size > MAX_BYTES:
            raise serializers.ValidationError(_("The file is larger than 2 MB."))
        return file


class StatementSerializer(serializers.ModelSerializer):
    class Meta:
        model = Statement
        fields = ["id", "name", "format", "currency", "starts_on", "ends_on", "sha256", "read_at"]


class SuggestionSerializer(serializers.Serializer):
    """What a line could be. Nobody has looked yet."""

    kind = serializers.ChoiceField(choices=Match.Kind.choices)
    target = serializers.CharField()
    score = serializers.IntegerField()
    why = serializers.CharField()


class MatchSerializer(serializers.ModelSerializer):
    """`gross` is what a provider collected before its charge; whoever agrees, agrees to it too."""

    status = serializers.CharField(source="state")
    gross = Sum(source="gross_centimes", currency="line.currency")
    proposed_by = serializers.CharField(source="proposed_by.name")

    class Meta:
        model = Match
        fields = [
            *("id", "line", "kind", "target", "gross", "status", "outcome"),
            *("proposed_by", "proposed_at", "decided_at"),
        ]


class LineSerializer(serializers.ModelSerializer):
    """Positive amounts came in, negative ones went out. `match` is what somebody said it is, unless that was
    refused."""

    amount = Sum(source="amount_centimes")
    status = serializers.CharField(source="state")
    could_be = SuggestionSerializer(many=True)
    match = MatchSerializer(allow_null=True)

    class Meta:
        model = StatementLine
        fields = [
            *("id", "statement", "booked_on", "amount", "label", "reference", "status"),
            *("could_be", "match"),
        ]


@extend_schema_field(MONEY_SCHEMA)
class LineMoneyField(MoneyField):
    """An amount in the currency of the line that the door names."""

    default_error_messages = {
        "currency": gettext_lazy("Give the amount in %(currency)s, the currency of the line.")
    }

    @property
    def currency(self) -> str:
        return self.context["line"].currency


class MatchInput(serializers.Serializer):
    """`target` is a reference, a number or a provider, by kind; `gross` what a provider collected before its
    charge, in the currency of the line."""

    kind = serializers.ChoiceField(choices=Match.Kind.choices)
    target = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    gross = LineMoneyField(required=False, default=None)
