"""Deadlines: the columns every timed row has, and what staff can correct."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.states import Staged


class Timed(Staged, models.Model):
    """A staged row whose every non-final state has an owner, a deadline and an automatic exit.

    `due_at` is when the exit fires, `warn_at` the next warning; both are set when a state is entered
    (campaigns.services.clocks) and are None in final states.
    """

    state_since = models.DateTimeField(_("in this state since"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    warn_at = models.DateTimeField(_("next warning"), null=True, blank=True)
    n_warnings = models.PositiveSmallIntegerField(_("warnings sent"), default=0)

    class Meta:
        abstract = True


class ClockSetting(models.Model):
    """How long one clock runs from a day on. The newest row that has started wins; code holds the default."""

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        BUSINESS_DAYS = "business_days", _("business days")

    clock = models.CharField(_("clock"), max_length=40)
    amount = models.PositiveSmallIntegerField(_("how long"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=14, choices=Unit.choices)
    starts_on = models.DateField(_("in force from"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("clock setting")
        verbose_name_plural = _("clock settings")
        ordering = ["clock", "-starts_on"]
        constraints = [models.UniqueConstraint(fields=["clock", "starts_on"], name="clock_setting_once")]

    def __str__(self) -> str:
        return f"{self.clock}: {self.amount} {self.unit}"


class Holiday(models.Model):
    """A day off in Morocco. Religious days are estimates until the moon is seen, so staff can move them."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_estimated = models.BooleanField(_("estimated"), default=False)
    is_observed = models.BooleanField(
        _("observed"), default=True, help_text=_("Untick a day that was moved.")
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
