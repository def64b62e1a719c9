"""Bytes in the storage. No door ever names a Blob: that two people sent the same is nobody's business."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7


class Blob(models.Model):
    """The bytes as they came. Several files may stand on one; without any it goes (services.collecting)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.CharField(_("place"), max_length=120, unique=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.BigIntegerField(_("size"))
    media_type = models.CharField(_("type"), max_length=40)
    made_at = models.DateTimeField(_("stored"), auto_now_add=True)
    unused_since = models.DateTimeField(_("without a file since"), null=True, blank=True)

    class Meta:
        verbose_name = _("stored bytes")
        verbose_name_plural = _("stored bytes")
        ordering = ["-id"]
        indexes = [models.Index(fields=["sha256", "id"], name="blob_same")]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="blob_not_empty")]

    def __str__(self) -> str:
        return self.place


class Variant(models.Model):
    """One thing made of a blob by us: never the bytes that came."""

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="variants", verbose_name=_("stored bytes"))
    name = models.CharField(_("name"), max_length=20)
    place = models.CharField(_("place"), max_length=120, unique=True)
    media_type = models.CharField(_("type"), max_length=40)
    size = models.BigIntegerField(_("size"))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["blob", "name"], name="variant_once")]

    def __str__(self) -> str:
        return self.name
