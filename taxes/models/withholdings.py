from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7


class Withholding(models.Model):
    """What a provider earned from a client by one closing, and what of it was held back for the Treasury.

    Every closing has a row, also one without any tax: the year's sum of a pair is read from here. `lines` are
    the rules as they were applied, with their sources.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(_("closing"), max_length=120, unique=True)
    client_id = models.UUIDField(_("client"))
    provider_id = models.UUIDField(_("provider"))
    year = models.PositiveSmallIntegerField(_("year"))
    on = models.DateField(_("day"))
    gross_centimes = models.BigIntegerField(_("earned"))
    vat_centimes = models.BigIntegerField(_("VAT in it"), default=0)
    withheld_centimes = models.BigIntegerField(_("withheld"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    status = models.CharField(_("tax status"), max_length=20)
    lines = models.JSONField(_("rules applied"), default=list)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("withholding")
        verbose_name_plural = _("withholdings")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_centimes__lt=0)
                | (Q(withheld_centimes__gte=0) & Q(withheld_centimes__lte=models.F("gross_centimes"))),
                name="withheld_within_gross",
            )
        ]
        indexes = [
            models.Index(fields=["provider_id", "year", "client_id"], name="withholding_by_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.withheld_centimes} of {self.gross_centimes}"
