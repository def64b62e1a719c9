from typing import Any

from rest_framework import serializers

from influencers.models import Influencer, Package, SocialAccount
from influencers.selectors import missing_items
from kit.api import MoneyField
from kit.morocco import City, Region
from kit.vocabulary import Channel, Niche, Speech

SOURCES = [("declared", "declared")]


class DeclaredSerializer(serializers.Serializer):
    """A figure, where it comes from, and since when."""

    n_followers = serializers.IntegerField(min_value=0)
    source = serializers.ChoiceField(SOURCES, read_only=True)
    declared_at = serializers.DateTimeField(read_only=True, allow_null=True)


class SocialAccountSerializer(serializers.ModelSerializer):
    n_followers = serializers.IntegerField(
        source="n_followers_declared", min_value=0, max_value=2_000_000_000, default=0
    )
    source = serializers.SerializerMethodField()
    url = serializers.URLField(max_length=200, required=False, allow_blank=True)

    class Meta:
        model = SocialAccount
        fields = ["platform", "handle", "url", "n_followers", "source", "declared_at"]
        read_only_fields = ["declared_at"]

    def get_source(self, row: SocialAccount) -> str:
        return "declared"


class PackageSerializer(serializers.ModelSerializer):
    """A line of the rate card. Send `id` back to keep a line; lines without one are new."""

    id = serializers.UUIDField(required=False)
    price = MoneyField(source="price_centimes")
    rights_channels = serializers.ListField(
        child=serializers.ChoiceField(Channel.choices), required=False, max_length=len(Channel)
    )

    class Meta:
        model = Package
        fields = [
            "id",
            "title",
            "platform",
            "format",
            "quantity",
            "description",
            "price",
            "revisions",
            "delivery_days",
            "rights_channels",
            "rights_months",
            "rights_paid_ads",
        ]


class CardSerializer(serializers.Serializer):
    """A row of the list, for the schema: the rows themselves are stored ready-made."""

    id = serializers.UUIDField()
    handle = serializers.CharField()
    name = serializers.CharField()
    portrait = serializers.CharField()
    main_niche = serializers.ChoiceField(Niche.choices, allow_blank=True)
    niches = serializers.ListField(child=serializers.ChoiceField(Niche.choices))
    languages = serializers.ListField(child=serializers.ChoiceField(Speech.choices))
    city = serializers.ChoiceField(City.choices, allow_blank=True)
    region = serializers.ChoiceField(Region.choices, allow_blank=True)
    followers = DeclaredSerializer()
    social_accounts = SocialAccountSerializer(many=True)
    from_price = MoneyField(allow_null=True)


class CardPageSerializer(serializers.Serializer):
    results = CardSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class InfluencerSerializer(serializers.ModelSerializer):
    """A whole profile. Region, main niche and figures follow from the rest and cannot be written."""

    niches = serializers.ListField(child=serializers.ChoiceField(Niche.choices), max_length=5)
    languages = serializers.ListField(child=serializers.ChoiceField(Speech.choices), max_length=6)
    city = serializers.ChoiceField(City.choices, allow_blank=True)
    bio = serializers.CharField(max_length=1000, allow_blank=True, default="")
    handle = serializers.CharField(max_length=30, required=False)
    social_accounts = SocialAccountSerializer(many=True, required=False)
    packages = PackageSerializer(many=True, required=False)
    followers = serializers.SerializerMethodField()
    from_price = MoneyField(source="from_centimes", read_only=True)
    missing = serializers.SerializerMethodField()
    version = serializers.IntegerField(required=False, min_value=1)

    class Meta:
        model = Influencer
        fields = [
            "id",
            "handle",
            "name",
            "portrait",
            "bio",
            "main_niche",
            "niches",
            "languages",
            "city",
            "region",
            "followers",
            "social_accounts",
            "from_price",
            "packages",
            "is_listed",
            "missing",
            "version",
        ]
        read_only_fields = ["portrait", "main_niche", "region", "is_listed"]

    def get_followers(self, row: Influencer) -> dict[str, Any]:
        dates = [one.declared_at for one in row.social_accounts.all()]
        return {
            "n_followers": row.n_followers,
            "source": "declared",
            "declared_at": max(dates, default=None),
        }

    def get_missing(self, row: Influencer) -> list[str]:
        """What still keeps the profile out of search: name, city, niche, social_account."""
        return missing_items(row, list(row.social_accounts.all()))
