from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.ids import uuid7
from kit.states import Staged


class Deletion(Staged, models.Model):
    """An account on its way out: 14 days to change one's mind, then the data map is walked.

    `done` names the tables already walked, so that an interrupted walk goes on; `held_for` why a due one
    waits (money came back meanwhile).
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("deletion", "Asked for")
        STOPPED = "stopped", pgettext_lazy("deletion", "Stopped")
        ERASED = "erased", pgettext_lazy("deletion", "Erased")
        CLOSED = "closed", pgettext_lazy("deletion", "Last letter forgotten")

    MOVES = {State.ASKED: {State.STOPPED, State.ERASED}, State.ERASED: {State.CLOSED}}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deletions", verbose_name=_("user")
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    due_at = models.DateTimeField(_("erased from"))
    done = models.JSONField(default=list, editable=False)
    held_for = models.CharField(_("waits for"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("deletion of an account")
        verbose_name_plural = _("deletions of accounts")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(state="asked"), name="deletion_one_open"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "stopped", "erased", "closed"]), name="deletion_state_known"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="asked"), name="deletion_due")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"
