from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.models import Application, Offer
from campaigns.serializers.parts import BrandPart, CampaignPart, InfluencerPart, SumSerializer
from kit.api import MoneyField
from payments.models import Escrow
from payments.selectors import Quote, quote

# A word of the API, the state it leads to; the door knows which service does it.
STATUSES = ["shortlisted", "offered", "countered", "accepted", "rejected", "withdrawn"]
PRICED = {"offered", "countered"}


class ApplicationInput(serializers.Serializer):
    pitch = serializers.CharField(max_length=600)
    price = MoneyField(help_text="Gross: the fee and its VAT are taken off it.")


class StatusInput(serializers.Serializer):
    """The next step of an application. `price` goes with offered and countered, `note` with rejected.

    With accepted, `price` is the one that was read: another one on the table is answered 409 (stale).
    """

    status = serializers.ChoiceField(STATUSES)
    price = MoneyField(required=False)
    message = serializers.CharField(max_length=300, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, allow_blank=True, default="")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["status"] in PRICED and "price" not in data:
            raise serializers.ValidationError({"price": _("An offer names its price.")})
        return data


class OfferSerializer(serializers.ModelSerializer):
    """One round of the negotiation."""

    price = MoneyField(source="price_centimes", read_only=True)

    class Meta:
        model = Offer
        fields = ["number", "side", "price", "message", "made_at"]
        read_only_fields = fields


class ApplicationCampaignPart(CampaignPart):
    brand = BrandPart(read_only=True)


class ApplicationSerializer(serializers.ModelSerializer):
    """A proposal with the price now on the table, and what that price means for both sides."""

    campaign = ApplicationCampaignPart(read_only=True)
    influencer = InfluencerPart(read_only=True)
    price = MoneyField(source="price_centimes", read_only=True)
    sums = serializers.SerializerMethodField()
    offers = OfferSerializer(many=True, read_only=True)
    collaboration = serializers.SerializerMethodField(help_text="Its id, once accepted.")

    class Meta:
        model = Application
        fields = [
            "id",
            "campaign",
            "influencer",
            "pitch",
            "state",
            "price",
            "sums",
            "offers",
            "answer_note",
            "sent_at",
            "due_at",
            "collaboration",
        ]
        read_only_fields = fields

    @extend_schema_field(SumSerializer)
    def get_sums(self, row: Application) -> dict[str, Any]:
        deal = getattr(row, "collaboration", None)
        return SumSerializer(self._agreed(deal.escrow) if deal else self._quote(row)).data

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_collaboration(self, row: Application) -> str | None:
        deal = getattr(row, "collaboration", None)
        return str(deal.pk) if deal else None

    def _agreed(self, escrow: Escrow) -> Escrow:
        """The figures frozen when both said yes, whatever the rates are today."""
        return escrow

    def _quote(self, row: Application) -> Quote:
        """At the rates of today, which are asked for once per answer, and the fee of the brand's plan."""
        context = cast("dict[str, Any]", self.context)
        rates = context.setdefault("rates", None) or quote(100)
        context["rates"] = rates
        return rates.of(row.price_centimes, row.campaign.brand.wallet)
