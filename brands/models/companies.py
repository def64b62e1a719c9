"""Companies."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.querysets import BrandQuerySet
from kit.ids import uuid7
from kit.morocco import City
from kit.vocabulary import Niche
from payments.models import Wallet


class Brand(models.Model):
    """A company. `ice` is 15 digits, a multiple of 97, asked for before the first payment."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.OneToOneField(Wallet, models.PROTECT, related_name="brand")
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    legal_name = models.CharField(_("registered name"), max_length=160, blank=True)
    ice = models.CharField(_("ICE"), max_length=15, blank=True)
    sector = models.CharField(_("sector"), max_length=16, choices=Niche.choices, blank=True)
    city = models.CharField(_("city"), max_length=24, choices=City.choices, blank=True)
    site = models.URLField(_("website"), max_length=200, blank=True)
    about = models.TextField(_("about"), max_length=1000, blank=True)
    logo = models.CharField(
        _("drawing"), max_length=40, blank=True, help_text="stand-in picture of demo data"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="brands.BrandMember", related_name="brands"
    )

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["ice"], condition=~Q(ice=""), name="brand_ice_once"),
            models.CheckConstraint(condition=Q(ice="") | Q(ice__regex=r"^\d{15}$"), name="brand_ice_digits"),
        ]
        indexes = [models.Index(fields=["sector", "-created_at", "-id"], name="brand_sector")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("brands:page", args=[self.slug])
