from typing import Any

from rest_framework import serializers

from accounts.models import Consent
from privacy.models import Deletion, Export, PrivacyRequest


class WordSerializer(serializers.ModelSerializer):
    """One word about a purpose: given or withdrawn, to which version, when."""

    class Meta:
        model = Consent
        fields = ["version", "is_given", "at"]
        read_only_fields = fields


class ConsentSerializer(serializers.Serializer):
    purpose = serializers.ChoiceField(Consent.Purpose.choices, read_only=True)
    is_given = serializers.BooleanField(read_only=True)
    history = WordSerializer(many=True, read_only=True)


class ConsentsSerializer(serializers.Serializer):
    """`owed`: the terms or the notice have changed, and are to be agreed to again."""

    owed = serializers.BooleanField(read_only=True)
    consents = ConsentSerializer(many=True, read_only=True)


class ChoiceSerializer(serializers.Serializer):
    """`terms` and `privacy` can be agreed to in their present version, `news` given and withdrawn."""

    terms = serializers.BooleanField(required=False)
    privacy = serializers.BooleanField(required=False)
    news = serializers.BooleanField(required=False)


class ExportSerializer(serializers.ModelSerializer):
    file = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = ["id", "state", "percent", "size", "asked_at", "ready_at", "expires_at", "file"]
        read_only_fields = fields
        extra_kwargs: dict[str, Any] = {"percent": {"read_only": True}}

    def get_file(self, export: Export) -> str:
        """Where it lies; empty while it is not ready."""
        return f"/api/privacy/exports/{export.pk}/file" if export.state == Export.State.READY else ""


class PrivacyRequestSerializer(serializers.ModelSerializer):
    class Meta:
        model = PrivacyRequest
        fields = ["id", "kind", "text", "asked_at", "due_at", "answer", "answered_at"]
        read_only_fields = ["id", "asked_at", "due_at", "answer", "answered_at"]


class DeletionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Deletion
        fields = ["state", "asked_at", "due_at"]
        read_only_fields = fields
