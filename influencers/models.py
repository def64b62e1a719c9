"""Creators and what they offer."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from influencers.querysets import InfluencerQuerySet
from kit.ids import uuid7
from kit.morocco import City, Region
from kit.text import FOLD_FROM, FOLD_TO
from kit.vocabulary import Channel, Format, Niche, Platform, Speech
from payments.models import Wallet

# Centimes. Who is cheap is little followed, so a list by followers under a price walks each band by itself.
PRICE_BANDS = [50_000, 100_000, 200_000, 400_000, 800_000, 1_600_000]


class Influencer(models.Model):
    """A creator's public profile. `n_followers` sums *declared* audiences; services keep it, for sorting.

    `folded` is name and handle as kit.text.fold() writes them, kept by the database. `card` is the row of
    the public list as JSON, kept by the services; empty means "draw it now" (influencers.selectors).
    `price_band` is the place of the cheapest package among PRICE_BANDS, kept by the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="influencer")
    wallet = models.OneToOneField(Wallet, models.PROTECT, related_name="influencer")
    handle = models.SlugField(_("handle"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    bio = models.TextField(_("bio"), max_length=1000, blank=True)
    niches = ArrayField(
        models.CharField(max_length=16, choices=Niche.choices), default=list, blank=True, size=5
    )
    main_niche = models.CharField(_("main niche"), max_length=16, choices=Niche.choices, blank=True)
    languages = ArrayField(models.CharField(max_length=4, choices=Speech.choices), default=list, blank=True)
    city = models.CharField(_("city"), max_length=24, choices=City.choices, blank=True)
    region = models.CharField(_("region"), max_length=5, choices=Region.choices, blank=True)
    n_followers = models.PositiveIntegerField(_("declared followers"), default=0)
    from_centimes = models.PositiveBigIntegerField(_("cheapest package"), null=True, blank=True)
    is_listed = models.BooleanField(_("shown in search"), default=False)
    portrait = models.CharField(
        _("drawing"), max_length=40, blank=True, help_text="stand-in picture of demo data"
    )
    card = models.BinaryField(default=b"", editable=False)
    folded = models.GeneratedField(
        expression=Func(
            Func(
                F("name"),
                Value(" "),
                F("handle"),
                template="lower(%(expressions)s)",
                arg_joiner=" || ",
                output_field=models.TextField(),
            ),
            Value(FOLD_FROM),
            Value(FOLD_TO),
            function="translate",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    price_band = models.GeneratedField(
        expression=Func(
            F("from_centimes"),
            template=f"width_bucket(%(expressions)s, ARRAY{PRICE_BANDS}::bigint[])",
            output_field=models.IntegerField(),
        ),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = InfluencerQuerySet.as_manager()

    class Meta:
        verbose_name = _("influencer")
        verbose_name_plural = _("influencers")
        # Keyset walks of the list end in (n_followers, id) descending; niches are met on the way.
        indexes = [
            models.Index(fields=["-n_followers", "-id"], condition=Q(is_listed=True), name="infl_top"),
            models.Index(
                fields=["city", "-n_followers", "-id"], condition=Q(is_listed=True), name="infl_city"
            ),
            models.Index(
                fields=["region", "-n_followers", "-id"], condition=Q(is_listed=True), name="infl_region"
            ),
            models.Index(
                fields=["price_band", "-n_followers", "-id"], condition=Q(is_listed=True), name="infl_band"
            ),
            models.Index(
                fields=["from_centimes", "-id"],
                condition=Q(is_listed=True, from_centimes__isnull=False),
                name="infl_price",
            ),
            models.Index(fields=["-created_at", "-id"], condition=Q(is_listed=True), name="infl_newest"),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="infl_folded"),
            GinIndex(fields=["niches"], condition=Q(is_listed=True), name="infl_niches"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (@{self.handle})"

    def get_absolute_url(self) -> str:
        return reverse("influencers:profile", args=[self.handle])


class SocialAccount(models.Model):
    """One platform account as the creator declares it. Measured figures will stand beside these."""

    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="social_accounts")
    platform = models.CharField(_("platform"), max_length=12, choices=Platform.choices)
    handle = models.CharField(_("handle"), max_length=60)
    url = models.URLField(_("address"), max_length=200, blank=True)
    n_followers_declared = models.PositiveIntegerField(_("followers, declared"), default=0)
    declared_at = models.DateTimeField(_("declared"), auto_now=True)

    class Meta:
        verbose_name = _("social account")
        verbose_name_plural = _("social accounts")
        ordering = ["-n_followers_declared", "id"]
        constraints = [
            models.UniqueConstraint(fields=["influencer", "platform"], name="one_account_per_platform")
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.handle}"


class Package(models.Model):
    """A line of the rate card: what is made, for how much, with which rights."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="packages")
    title = models.CharField(_("title"), max_length=120)
    platform = models.CharField(_("platform"), max_length=12, choices=Platform.choices)
    format = models.CharField(_("format"), max_length=12, choices=Format.choices)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    description = models.TextField(_("description"), max_length=600, blank=True)
    price_centimes = models.PositiveBigIntegerField(_("price"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    revisions = models.PositiveSmallIntegerField(_("revisions"), default=1)
    delivery_days = models.PositiveSmallIntegerField(_("days to deliver"), default=7)
    rights_channels = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices), default=list, blank=True
    )
    rights_months = models.PositiveSmallIntegerField(_("months of rights"), default=0)
    rights_paid_ads = models.BooleanField(_("paid ads included"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(price_centimes__gt=0), name="package_has_a_price"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="package_has_a_quantity"),
        ]

    def __str__(self) -> str:
        return self.title
