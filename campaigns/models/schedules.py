from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

WHOLE_BPS = 10_000


class PaySchedule(models.TextChoices):
    """How a price is paid out. What each one means in parts: ScheduleSetting."""

    WHOLE = "whole", _("All at the end")
    TWO_STEPS = "two_steps", _("In two steps")
    STAGED = "staged", _("In three steps")


class ScheduleSetting(models.Model):
    """The parts of a schedule from a day on, in basis points of the price. The newest row that has started
    wins; code holds the default. Contracts keep what they were signed with.
    """

    schedule = models.CharField(_("schedule"), max_length=10, choices=PaySchedule.choices[1:])
    draft_bps = models.PositiveSmallIntegerField(_("when the drafts are approved"))
    published_bps = models.PositiveSmallIntegerField(_("when the publications are accepted"))
    retained_bps = models.PositiveSmallIntegerField(_("retained afterwards"))
    starts_on = models.DateField(_("in force from"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("payment schedule")
        verbose_name_plural = _("payment schedules")
        ordering = ["schedule", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "starts_on"], name="schedule_setting_once"),
            models.CheckConstraint(
                condition=Q(draft_bps=WHOLE_BPS - F("published_bps") - F("retained_bps")),
                name="schedule_setting_is_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.starts_on}"
