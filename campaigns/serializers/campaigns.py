from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.models import Campaign, PaySchedule
from campaigns.policies import may_edit
from campaigns.selectors import campaign_money, missing_items
from campaigns.serializers.parts import (
    MAX_REQUIREMENTS,
    BrandPart,
    RequirementSerializer,
    RightsSerializer,
    lines,
    some_of,
)
from kit.api import MoneyField
from kit.morocco import City
from kit.vocabulary import Niche, Platform, Speech


def no_rights() -> dict[str, Any]:
    return {"usage_channels": [], "usage_months": 0, "usage_paid_ads": False}


class CampaignBody(serializers.Serializer):
    """A brief as its brand writes it. A draft may lack anything but its title."""

    title = serializers.CharField(max_length=120)
    objective = serializers.CharField(max_length=200, allow_blank=True, default="")
    description = serializers.CharField(max_length=4000, allow_blank=True, default="")
    niches = some_of(Niche.choices, at_most=len(Niche))
    platforms = some_of(Platform.choices, at_most=len(Platform))
    cities = some_of(City.choices, at_most=len(City))
    languages = some_of(Speech.choices, at_most=len(Speech))
    min_followers = serializers.IntegerField(min_value=0, max_value=2_000_000_000, default=0)
    deliverables: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=RequirementSerializer(), source="requirements", default=list, max_length=MAX_REQUIREMENTS
    )
    do = lines(at_most=20)
    dont = lines(at_most=20)
    budget = MoneyField(source="budget_centimes", allow_null=True, default=None)
    places = serializers.IntegerField(min_value=1, max_value=500, default=1)
    application_deadline = serializers.DateField(allow_null=True, default=None)
    starts_on = serializers.DateField(allow_null=True, default=None)
    ends_on = serializers.DateField(allow_null=True, default=None)
    usage_rights = RightsSerializer(default=no_rights)
    revisions = serializers.IntegerField(min_value=0, max_value=10, default=1)
    pay_schedule = serializers.ChoiceField(
        PaySchedule.choices, default=PaySchedule.WHOLE, help_text="How the price is paid out."
    )
    version = serializers.IntegerField(
        required=False, min_value=1, write_only=True, help_text="The version read; If-Match does the same."
    )
    brand = serializers.UUIDField(
        required=False, write_only=True, help_text="For people who act for several brands; on creation only."
    )


def as_fields(body: dict[str, Any]) -> dict[str, Any]:
    """A checked body under the model's own names, as the services take it."""
    fields = dict(body)
    fields.pop("brand", None)
    return {**fields, **fields.pop("usage_rights", {})}


class CampaignCard(serializers.ModelSerializer):
    """A line of the list."""

    brand = BrandPart(read_only=True)
    deliverables = RequirementSerializer(source="requirements", many=True, read_only=True)
    budget = MoneyField(source="budget_centimes", read_only=True, allow_null=True)

    class Meta:
        model = Campaign
        fields = [
            "id",
            "slug",
            "title",
            "objective",
            "brand",
            "state",
            "niches",
            "platforms",
            "cities",
            "languages",
            "min_followers",
            "deliverables",
            "budget",
            "places",
            "application_deadline",
            "starts_on",
            "ends_on",
            "published_at",
        ]
        read_only_fields = fields


class CampaignMoneySerializer(serializers.Serializer):
    """Creators' prices, before fees: budget = committed + secured + paid + left."""

    budget = MoneyField(read_only=True)
    committed = MoneyField(read_only=True)
    secured = MoneyField(read_only=True)
    paid = MoneyField(read_only=True)
    left = MoneyField(read_only=True)


class OwnSerializer(serializers.Serializer):
    """What only the brand's managers see."""

    missing = serializers.ListField(child=serializers.CharField(), help_text="What the brief still lacks.")
    rejection_reason = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    money = CampaignMoneySerializer()


class CampaignSerializer(CampaignCard):
    """A whole brief. `own` is null for everybody but the brand's managers."""

    usage_rights = RightsSerializer(source="*", read_only=True)
    own = serializers.SerializerMethodField()

    class Meta(CampaignCard.Meta):
        fields = [
            *CampaignCard.Meta.fields,
            "description",
            "do",
            "dont",
            "usage_rights",
            "revisions",
            "pay_schedule",
            "version",
            "created_at",
            "updated_at",
            "own",
        ]
        read_only_fields = fields

    @extend_schema_field(OwnSerializer(allow_null=True))
    def get_own(self, campaign: Campaign) -> Any:
        user = self.context["request"].user
        if not user.is_authenticated or not may_edit(user, campaign):
            return None
        rows = {
            "missing": missing_items(campaign),
            "rejection_reason": campaign.rejection_reason,
            "due_at": campaign.due_at,
            "money": campaign_money(campaign),
        }
        return OwnSerializer(rows).data


class RejectInput(serializers.Serializer):
    reason = serializers.CharField(max_length=1000, help_text="What to correct; the brand reads it.")
