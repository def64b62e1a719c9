"""Staff who look at the site as somebody sees it."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from kit.ids import uuid7

LONGEST = timedelta(minutes=15)


class StaffLook(models.Model):
    """Who looked at the site as whom, why, from when to when, and how many pages. Kept for good."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(User, models.PROTECT, related_name="looks", verbose_name=_("who looked"))
    person = models.ForeignKey(User, models.CASCADE, related_name="looked_at", verbose_name=_("as whom"))
    reason = models.TextField(_("reason"), max_length=500)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    n_pages = models.PositiveIntegerField(_("pages"), default=0)

    class Meta:
        verbose_name = _("look as somebody")
        verbose_name_plural = _("looks as somebody")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(staff=models.F("person")), name="look_at_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} as {self.person_id}"

    @property
    def until(self) -> datetime:
        """When it is over, whatever happens."""
        return self.started_at + LONGEST
