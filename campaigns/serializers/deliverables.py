from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.models import Deliverable, PublicationProof, Submission
from campaigns.serializers.parts import web_address
from kit.api import MoneyField


class SubmissionInput(serializers.Serializer):
    url = web_address("Where the draft can be seen.")
    caption = serializers.CharField(max_length=2200, allow_blank=True, default="")


class ReviewInput(serializers.Serializer):
    decision = serializers.ChoiceField(Submission.Decision.choices)
    comment = serializers.CharField(max_length=2000, allow_blank=True, default="")


class UrlInput(serializers.Serializer):
    url = web_address("Where the content is public.")


class SubmissionSerializer(serializers.ModelSerializer):
    """Version n and what the brand said about it. `decision` is empty until then."""

    class Meta:
        model = Submission
        fields = ["id", "version", "url", "caption", "made_at", "decision", "comment", "decided_at"]
        read_only_fields = fields


class ProofSerializer(serializers.ModelSerializer):
    class Meta:
        model = PublicationProof
        fields = ["url", "is_owner_matched", "made_at"]
        read_only_fields = fields


class DeliverableSerializer(serializers.ModelSerializer):
    """One piece of content owed. `expected_at` is the deadline of the next step, `due_at` what ends it."""

    share = MoneyField(source="share_centimes", read_only=True)
    submissions = SubmissionSerializer(many=True, read_only=True)
    proof = serializers.SerializerMethodField()

    class Meta:
        model = Deliverable
        fields = [
            "id",
            "position",
            "platform",
            "format",
            "quantity",
            "language",
            "notes",
            "due_on",
            "share",
            "state",
            "is_overdue",
            "n_revisions_used",
            "expected_at",
            "due_at",
            "submissions",
            "proof",
        ]
        read_only_fields = fields

    @extend_schema_field(ProofSerializer(allow_null=True))
    def get_proof(self, row: Deliverable) -> dict[str, Any] | None:
        proof = getattr(row, "proof", None)
        return ProofSerializer(proof).data if proof else None
