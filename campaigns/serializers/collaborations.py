from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.models import Collaboration, Dispute, Signature
from campaigns.selectors import cancel_consequences, next_step
from campaigns.selectors.consequences import is_retaining
from campaigns.serializers.deliverables import DeliverableSerializer, own_files
from campaigns.serializers.parts import BrandPart, CampaignPart, InfluencerPart, SumSerializer
from kit.api import MoneyField
from kit.attached import AttachedSerializer
from payments.models import EscrowPart


class SignInput(serializers.Serializer):
    name = serializers.CharField(max_length=120, help_text="The full name, as a signature.")
    terms_hash = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="Of the text that was read.")


class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, help_text="The other side reads it.")


class DisputeInput(ReasonInput):
    files = own_files("evidence")


class EvidenceInput(serializers.Serializer):
    """Files that a side puts forward; they stay."""

    files = own_files("evidence")

    def validate_files(self, files: list[Any]) -> list[Any]:
        if not files:
            raise serializers.ValidationError(_("Choose at least one file."))
        return files


class StepSerializer(serializers.Serializer):
    """Whose turn it is, for the caller: you, them or nobody."""

    who = serializers.ChoiceField(["you", "them", "nobody"])
    code = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    deliverable = serializers.UUIDField(source="deliverable.pk", allow_null=True, default=None)


class SignatureSerializer(serializers.ModelSerializer):
    class Meta:
        model = Signature
        fields = ["side", "name", "terms_hash", "signed_at"]
        read_only_fields = fields


class DisputeSerializer(serializers.ModelSerializer):
    influencer_amount = MoneyField(
        source="influencer_centimes", read_only=True, allow_null=True, help_text="Decided, of the price."
    )

    evidence = serializers.SerializerMethodField()

    class Meta:
        model = Dispute
        fields = ["side", "reason", "opened_at", "evidence", "decision", "influencer_amount", "decided_at"]
        read_only_fields = fields

    @extend_schema_field(AttachedSerializer(many=True))
    def get_evidence(self, row: Dispute) -> Any:
        """What both sides put forward, the oldest first; the links are for the caller."""
        return AttachedSerializer(self.context["files"].get(row.target, []), many=True).data


class PartSerializer(serializers.Serializer):
    """One milestone of the price: what it is worth, what it waits for, what became of it."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.ChoiceField(EscrowPart.Name.choices, read_only=True)
    state = serializers.ChoiceField(EscrowPart.State.choices, read_only=True)
    sums = SumSerializer(source="*", read_only=True)
    given = MoneyField(
        source="given_centimes",
        read_only=True,
        allow_null=True,
        help_text="Of its price, to the creator. Null while it is open.",
    )
    retained_until = serializers.DateTimeField(read_only=True, allow_null=True)
    closed_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ConsequencesSerializer(serializers.Serializer):
    """What cancelling now would do with the money."""

    creator_gross = MoneyField(source="influencer_centimes", read_only=True)
    creator_net = MoneyField(source="net_centimes", read_only=True)
    brand_refund = MoneyField(source="refund_centimes", read_only=True)
    held = MoneyField(source="held_centimes", read_only=True, help_text="What can still move.")
    paid_before = MoneyField(
        source="paid_centimes", read_only=True, help_text="Of the creator's part, paid out on the way."
    )


class CollaborationCard(serializers.ModelSerializer):
    """A line of the list."""

    campaign = CampaignPart(read_only=True)
    brand = BrandPart(read_only=True)
    influencer = InfluencerPart(read_only=True)
    price = MoneyField(source="price_centimes", read_only=True)
    sums = SumSerializer(source="escrow", read_only=True)
    money_state = serializers.CharField(source="escrow.state", read_only=True)
    next_step = serializers.SerializerMethodField()

    class Meta:
        model = Collaboration
        fields = [
            "id",
            "number",
            "campaign",
            "brand",
            "influencer",
            "state",
            "price",
            "sums",
            "money_state",
            "next_step",
            "due_at",
            "agreed_at",
            "ended_at",
        ]
        read_only_fields = fields

    @extend_schema_field(StepSerializer)
    def get_next_step(self, row: Collaboration) -> dict[str, Any]:
        return StepSerializer(next_step(row, self.context["request"].user)).data


class CollaborationSerializer(CollaborationCard):
    """A whole contract: its text and hash, who signed, what is owed, what an end would cost."""

    signatures = SignatureSerializer(many=True, read_only=True)
    deliverables = DeliverableSerializer(many=True, read_only=True)
    parts = PartSerializer(source="escrow.parts", many=True, read_only=True)
    frozen_reason = serializers.CharField(
        source="escrow.frozen_reason", read_only=True, help_text="dispute, chargeback, or empty."
    )
    dispute = serializers.SerializerMethodField()
    if_cancelled = serializers.SerializerMethodField()

    class Meta(CollaborationCard.Meta):
        fields = [
            *CollaborationCard.Meta.fields,
            "revisions",
            "terms",
            "terms_text",
            "terms_hash",
            "signatures",
            "deliverables",
            "parts",
            "frozen_reason",
            "dispute",
            "end_reason",
            "if_cancelled",
        ]
        read_only_fields = fields

    @extend_schema_field(DisputeSerializer(allow_null=True))
    def get_dispute(self, row: Collaboration) -> dict[str, Any] | None:
        dispute = getattr(row, "dispute", None)
        return DisputeSerializer(dispute, context=self.context).data if dispute else None

    @extend_schema_field(ConsequencesSerializer(allow_null=True))
    def get_if_cancelled(self, row: Collaboration) -> dict[str, Any] | None:
        """Null when it cannot be cancelled any more."""
        if not row.can_move(Collaboration.State.CANCELLED) or is_retaining(row.escrow):
            return None
        return ConsequencesSerializer(cancel_consequences(row, self.context["request"].user)).data


class TimelineSerializer(serializers.Serializer):
    """States and money in one list, oldest first, the same for both sides."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(["state", "money"])
    code = serializers.CharField()
    by = serializers.CharField(source="by_name", help_text="Empty when a deadline did it.")
    amount = MoneyField(source="amount_centimes", allow_null=True)
    data = serializers.DictField()
