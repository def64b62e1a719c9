from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.ids import uuid7
from kit.states import Staged


class Export(Staged, models.Model):
    """One copy of everything about a person, made by a task. `sealed` is the zip, under a key (kit.crypt).

    It lies in the database: written with the state that promises it, seen by every process without a shared
    disk, gone with its row.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("copy of the data", "Being prepared")
        READY = "ready", pgettext_lazy("copy of the data", "Ready")
        GONE = "gone", pgettext_lazy("copy of the data", "Deleted")
        FAILED = "failed", pgettext_lazy("copy of the data", "Failed")

    MOVES = {
        State.ASKED: {State.READY, State.FAILED, State.GONE},
        State.READY: {State.GONE},
        State.FAILED: {State.GONE},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports", verbose_name=_("user")
    )
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.ASKED)
    n_done = models.PositiveSmallIntegerField(_("tables written"), default=0)
    n_tables = models.PositiveSmallIntegerField(_("tables"), default=0)
    n_rows = models.PositiveIntegerField(_("rows"), default=0)
    sealed = models.BinaryField(default=b"", editable=False)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("copy of the data")
        verbose_name_plural = _("copies of the data")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(state="asked"), name="export_one_open"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "ready", "gone", "failed"]), name="export_state_known"
            ),
        ]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="asked"), name="export_owed")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"

    @property
    def percent(self) -> int:
        """How far the task has come."""
        return 100 * self.n_done // self.n_tables if self.n_tables else 0
