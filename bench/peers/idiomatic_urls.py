"""Models, serializers, views and routes of the idiomatic peer."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import include, path
from django_filters import rest_framework as filters
from rest_framework import routers, serializers, viewsets


class Influencer(models.Model):
    id = models.UUIDField(primary_key=True)
    handle = models.SlugField()
    name = models.CharField(max_length=120)
    portrait = models.CharField(max_length=40)
    main_niche = models.CharField(max_length=16)
    niches = ArrayField(models.CharField(max_length=16))
    languages = ArrayField(models.CharField(max_length=4))
    city = models.CharField(max_length=24)
    region = models.CharField(max_length=5)
    n_followers = models.IntegerField()
    from_centimes = models.BigIntegerField(null=True)
    is_listed = models.BooleanField()

    class Meta:
        app_label = "peer"
        managed = False
        db_table = "influencers_influencer"

    def __str__(self) -> str:
        return self.name


class SocialAccount(models.Model):
    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="social_accounts")
    platform = models.CharField(max_length=12)
    handle = models.CharField(max_length=60)
    url = models.URLField()
    n_followers_declared = models.IntegerField()
    declared_at = models.DateTimeField()

    class Meta:
        app_label = "peer"
        managed = False
        db_table = "influencers_socialaccount"

    def __str__(self) -> str:
        return self.handle


class SocialAccountSerializer(serializers.ModelSerializer):
    class Meta:
        model = SocialAccount
        fields = ["platform", "handle", "url", "n_followers_declared", "declared_at"]


class InfluencerSerializer(serializers.ModelSerializer):
    social_accounts = SocialAccountSerializer(many=True, read_only=True)
    from_price = serializers.SerializerMethodField()

    class Meta:
        model = Influencer
        fields = [
            "id",
            "handle",
            "name",
            "portrait",
            "main_niche",
            "niches",
            "languages",
            "city",
            "region",
            "n_followers",
            "social_accounts",
            "from_price",
        ]

    def get_from_price(self, row: Influencer) -> dict[str, Any] | None:
        if row.from_centimes is None:
            return None
        return {"amount": f"{row.from_centimes / 100:.2f}", "currency": "MAD"}


class InfluencerFilter(filters.FilterSet):
    niche = filters.CharFilter("niches", lookup_expr="contains", method="in_niche")
    city = filters.CharFilter("city")
    min_followers = filters.NumberFilter("n_followers", lookup_expr="gte")

    class Meta:
        model = Influencer
        fields: list[str] = []

    def in_niche(self, rows: models.QuerySet, name: str, value: str) -> models.QuerySet:
        return rows.filter(niches__contains=[value])


class InfluencerViewSet(viewsets.ModelViewSet):
    queryset = (
        Influencer.objects.filter(is_listed=True)
        .prefetch_related("social_accounts")
        .order_by("-n_followers", "-id")
    )
    serializer_class = InfluencerSerializer
    filterset_class = InfluencerFilter


router = routers.SimpleRouter(trailing_slash=False)
router.register("influencers", InfluencerViewSet)
urlpatterns = [path("", include(router.urls))]
