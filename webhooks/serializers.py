"""Shapes of endpoints and calls."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from webhooks.models import Attempt, Call, Endpoint
from webhooks.selectors import EventType, group_of, payload_schema


class EndpointInput(serializers.Serializer):
    """`events` are names of the catalogue, or "*" for all, those to come too."""

    url = serializers.CharField(max_length=2000)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    events = serializers.ListField(child=serializers.CharField(max_length=60), source="types", max_length=100)
    version = serializers.IntegerField(required=False, min_value=1)


class EndpointSerializer(serializers.ModelSerializer):
    """An endpoint without its secret. `reason` says why it is switched off; `failing_since` is the first
    failure since a call arrived last."""

    events = serializers.ListField(child=serializers.CharField(), source="types")
    status = serializers.ChoiceField(Endpoint.State.choices, source="state")
    old_secret_until = serializers.DateTimeField(source="old_until", allow_null=True)

    class Meta:
        model = Endpoint
        fields = [
            *("id", "url", "description", "events", "api_version", "status", "reason", "disabled_at"),
            *("failing_since", "old_secret_until", "made_at", "version"),
        ]
        read_only_fields = fields


class EndpointWithSecret(EndpointSerializer):
    """Right after it was made or its secret changed: the only time that the secret comes unasked."""

    secret = serializers.CharField()

    class Meta(EndpointSerializer.Meta):
        fields = [*EndpointSerializer.Meta.fields, "secret"]
        read_only_fields = fields


class SecretSerializer(serializers.Serializer):
    secret = serializers.CharField()


class CallSerializer(serializers.ModelSerializer):
    """A line of the log. `message_id` is the header webhook-id."""

    event = serializers.CharField(source="type")
    status = serializers.ChoiceField(Call.State.choices, source="state")
    next_attempt_at = serializers.SerializerMethodField()

    class Meta:
        model = Call
        fields = [
            *("id", "message_id", "event", "status", "attempts", "next_attempt_at", "owed_at", "settled_at"),
        ]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "date-time"})
    def get_next_attempt_at(self, call: Call) -> Any:
        """Null when nothing is owed any more."""
        return call.next_attempt_at if call.state == Call.State.OWED else None


class AttemptSerializer(serializers.ModelSerializer):
    """One try: headers as sent, without signatures; of the answer at most 2 kB."""

    headers = serializers.DictField(child=serializers.CharField())
    error = serializers.ChoiceField(Attempt.Error.choices, allow_blank=True)

    class Meta:
        model = Attempt
        fields = ["at", "url", "headers", "status", "answer", "took_ms", "error", "words"]
        read_only_fields = fields


class CallDetailSerializer(CallSerializer):
    """With the very letters that are sent, and each try, the last one first."""

    endpoint = serializers.UUIDField(source="endpoint_id")
    tries = AttemptSerializer(many=True)

    class Meta(CallSerializer.Meta):
        fields = [*CallSerializer.Meta.fields, "endpoint", "body", "tries"]
        read_only_fields = fields


class EventSerializer(serializers.Serializer):
    """A line of the catalogue. `schema` is the JSON Schema of the body."""

    name = serializers.CharField()
    group = serializers.SerializerMethodField()
    description = serializers.CharField(source="words")
    schema = serializers.SerializerMethodField()

    def get_group(self, event: EventType) -> str:
        """campaigns, contracts, messages, payments, payouts, papers or people."""
        return group_of(event)

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_schema(self, event: EventType) -> dict[str, Any]:
        return payload_schema(event)
