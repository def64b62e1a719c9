from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from taxes.models.profiles import TaxProfile


class TaxProof(models.Model):
    """A paper handed in with a declaration, sealed in the table: no address leads to it but the staff's."""

    class Kind(models.TextChoices):
        STATUS = "status", _("Card, certificate or register extract")
        REGULARITY = "regularity", _("Certificate of tax regularity")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    profile = models.ForeignKey(
        TaxProfile, models.CASCADE, related_name="proofs", verbose_name=_("tax profile")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    media_type = models.CharField(_("type"), max_length=40)
    n_bytes = models.PositiveIntegerField(_("size"))
    sealed = models.TextField(_("content"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    made_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("tax proof")
        verbose_name_plural = _("tax proofs")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["status", "regularity"]), name="tax_proof_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
