from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from invoicing.querysets import MandateQuerySet
from kit.ids import uuid7
from payments.models import Wallet


class Mandate(models.Model):
    """A creator's word that the platform writes their invoices in their name, with the text they agreed to.

    Revoked, it stays as the proof for the invoices that were written under it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="mandates", verbose_name=_("wallet"))
    version = models.CharField(_("version"), max_length=12)
    language = models.CharField(_("language"), max_length=2)
    text = models.TextField(_("text"))
    text_sha256 = models.CharField("SHA-256", max_length=64)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("billing mandate")
        verbose_name_plural = _("billing mandates")
        ordering = ["-accepted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["wallet"], condition=Q(revoked_at=None), name="one_mandate_per_wallet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wallet_id} {self.version}"
