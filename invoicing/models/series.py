from django.db import models
from django.utils.translation import gettext_lazy as _

from payments.models import Wallet


class Series(models.Model):
    """The numbers of one issuer's papers of one kind in one year: 1, 2, 3 ... without a gap.

    The row is the counter. It is locked, moved on by one and committed with the document that takes the
    number; the database refuses any other change (invoicing/migrations/sql/papers.sql). Without `issuer` the
    papers are the platform's own. `last_digest` chains each paper to the one before.
    """

    issuer = models.ForeignKey(
        Wallet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issuer")
    )
    kind = models.CharField(_("kind"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)
    last_issued_on = models.DateField(_("last issued"), null=True, blank=True)
    last_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        ordering = ["-year", "kind", "issuer"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind", "year"], name="series_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
