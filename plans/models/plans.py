from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.columns import made_by
from plans.querysets import PlanQuerySet


class Plan(models.Model):
    """The terms of one plan from a moment on. Rows are added, never edited: who subscribed keeps theirs until
    the period ends.

    A limit of none means no limit. `brand_fee_bps` is the fee on top that its brands pay; none means the
    general rate.
    """

    class Code(models.TextChoices):
        FREE = "free", _("Découverte")
        PRO = "pro", _("Pro")
        SCALE = "scale", _("Scale")

    code = models.CharField(_("plan"), max_length=10, choices=Code.choices)
    starts_at = models.DateTimeField(_("in force from"))
    month_centimes = models.BigIntegerField(_("price a month"))
    year_centimes = models.BigIntegerField(_("price a year"))
    brand_fee_bps = models.PositiveSmallIntegerField(_("fee on top for the brand"), null=True, blank=True)
    n_open_campaigns = models.PositiveSmallIntegerField(_("open campaigns"), null=True, blank=True)
    n_members = models.PositiveSmallIntegerField(_("team members"), null=True, blank=True)
    note = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = made_by()

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["month_centimes", "-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["code", "starts_at"], name="plan_once"),
            models.CheckConstraint(
                condition=Q(month_centimes__gte=0, year_centimes__gte=0), name="plan_price_sane"
            ),
            models.CheckConstraint(
                condition=~Q(code="free") | Q(month_centimes=0, year_centimes=0), name="plan_free_is_free"
            ),
            models.CheckConstraint(condition=Q(code__in=["free", "pro", "scale"]), name="plan_code_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} ({self.starts_at:%Y-%m-%d})"

    def price_centimes(self, interval: str) -> int:
        """For a month or a year, without VAT."""
        return self.year_centimes if interval == "year" else self.month_centimes
