"""Uploads that take more than one request."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.models.files import File


class Upload(models.Model):
    """Bytes on their way: pieces that come here (tus), or one object sent straight to the bucket."""

    class Way(models.TextChoices):
        TUS = "tus", "tus"
        DIRECT = "direct", "S3"

    file = models.OneToOneField(
        File, models.CASCADE, primary_key=True, related_name="upload", verbose_name=_("file")
    )
    way = models.CharField(_("way"), max_length=6, choices=Way.choices)
    length = models.BigIntegerField(_("length"))
    offset = models.BigIntegerField(_("received"), default=0)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-file_id"]
        constraints = [
            models.CheckConstraint(condition=Q(length__gt=0), name="upload_not_empty"),
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=F("length")), name="upload_offset_inside"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.offset}/{self.length}"

    @property
    def is_over(self) -> bool:
        """Its time is up, and it is not whole."""
        return self.expires_at <= timezone.now() and self.offset < self.length
