from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.columns import made_by
from payments.querysets import FeeScheduleQuerySet


class FeeSchedule(models.Model):
    """The fees in force from `starts_at` on, in basis points (1 % = 100). Rows are added, never edited."""

    starts_at = models.DateTimeField(_("in force from"), unique=True)
    brand_fee_bps = models.PositiveSmallIntegerField(_("fee on top for the brand"), default=500)
    influencer_fee_bps = models.PositiveSmallIntegerField(_("fee off for the influencer"), default=1000)
    vat_bps = models.PositiveSmallIntegerField(_("VAT on each fee"), default=2000)
    note = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = made_by()

    objects = FeeScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fee schedules")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(brand_fee_bps__lte=5000, influencer_fee_bps__lte=5000, vat_bps__lte=5000),
                name="fee_rates_sane",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}: {self.brand_fee_bps}/{self.influencer_fee_bps}/{self.vat_bps}"
