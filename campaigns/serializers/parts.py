"""Pieces that several bodies share."""

from collections.abc import Sequence
from typing import Any

from django.core.validators import URLValidator
from django.utils.functional import Promise
from rest_framework import serializers

from campaigns.models import Requirement
from kit.api import MoneyField
from kit.vocabulary import Channel, Format, Platform

MAX_REQUIREMENTS = 20
Choices = Sequence[tuple[str, str | Promise]]


class PartySerializer(serializers.Serializer):
    """A brand or a creator, as the other side sees it."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(read_only=True)


class BrandPart(PartySerializer):
    slug = serializers.SlugField(read_only=True)


class InfluencerPart(PartySerializer):
    handle = serializers.SlugField(read_only=True)
    n_followers = serializers.IntegerField(read_only=True, help_text="Declared, all platforms together.")


class CampaignPart(serializers.Serializer):
    id = serializers.UUIDField(read_only=True)
    slug = serializers.SlugField(read_only=True)
    title = serializers.CharField(read_only=True)


class RequirementSerializer(serializers.ModelSerializer):
    """One line of what is asked for."""

    platform = serializers.ChoiceField(Platform.choices)
    format = serializers.ChoiceField(Format.choices)
    quantity = serializers.IntegerField(min_value=1, max_value=20, default=1)
    notes = serializers.CharField(max_length=300, allow_blank=True, default="")

    class Meta:
        model = Requirement
        fields = ["platform", "format", "quantity", "notes"]


class RightsSerializer(serializers.Serializer):
    """Where the brand may use the content again, for how long."""

    channels = serializers.ListField(
        source="usage_channels",
        child=serializers.ChoiceField(Channel.choices),
        default=list,
        max_length=len(Channel),
    )
    months = serializers.IntegerField(source="usage_months", min_value=0, max_value=120, default=0)
    paid_ads = serializers.BooleanField(source="usage_paid_ads", default=False)


class SumSerializer(serializers.Serializer):
    """A price as both sides see it: what the creator receives, what the brand pays."""

    gross = MoneyField(source="price_centimes", read_only=True)
    fee = MoneyField(source="influencer_fee_centimes", read_only=True)
    tax = MoneyField(source="influencer_vat_centimes", read_only=True)
    net = MoneyField(source="net_centimes", read_only=True)
    brand_fee = MoneyField(source="brand_fee_centimes", read_only=True)
    brand_tax = MoneyField(source="brand_vat_centimes", read_only=True)
    total = MoneyField(source="total_centimes", read_only=True)


def web_address(help_text: str, *, allow_blank: bool = False) -> serializers.URLField:
    """An http(s) address that a browser can open; one that may be blank may be left out."""
    only_web = URLValidator(schemes=["http", "https"])
    blank: dict[str, Any] = {"allow_blank": True, "default": ""} if allow_blank else {}
    return serializers.URLField(max_length=500, validators=[only_web], help_text=help_text, **blank)


def some_of(choices: Choices, *, at_most: int) -> serializers.ListField:
    """A list of words of a vocabulary; empty unless given."""
    return serializers.ListField(child=serializers.ChoiceField(choices), max_length=at_most, default=list)


def lines(*, at_most: int) -> serializers.ListField:
    """A list of short rules in the brand's own words."""
    return serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=at_most, default=list
    )
