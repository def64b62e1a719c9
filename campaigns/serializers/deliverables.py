from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.models import Deliverable, PublicationProof, Submission
from campaigns.models.deliverables import MOST_FILES
from campaigns.serializers.parts import web_address
from kit.api import MoneyField
from kit.attached import AttachedSerializer


def own_files(purpose: str) -> serializers.ListField:
    """Ids of files that were sent before."""
    return serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=MOST_FILES,
        help_text=f'Your own, uploaded for the purpose "{purpose}".',
    )


class SubmissionInput(serializers.Serializer):
    """A link, files or both."""

    url = web_address("Where the draft can be seen; may be empty where there are files.", allow_blank=True)
    files = own_files("deliverable")
    caption = serializers.CharField(max_length=2200, allow_blank=True, default="")


class ReviewInput(serializers.Serializer):
    decision = serializers.ChoiceField(Submission.Decision.choices)
    comment = serializers.CharField(max_length=2000, allow_blank=True, default="")


class UrlInput(serializers.Serializer):
    url = web_address("Where the content is public.")


class SubmissionSerializer(serializers.ModelSerializer):
    """Version n and what the brand said about it. `decision` is empty until then. The links of files are
    for the caller: context["files"] has the cards.
    """

    files = serializers.SerializerMethodField()

    class Meta:
        model = Submission
        fields = ["id", "version", "url", "caption", "files", "made_at"]
        fields += ["decision", "comment", "decided_at"]
        read_only_fields = fields

    @extend_schema_field(AttachedSerializer(many=True))
    def get_files(self, row: Submission) -> Any:
        return AttachedSerializer(self.context["files"].get(row.target, []), many=True).data


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
