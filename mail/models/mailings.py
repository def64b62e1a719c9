"""Letters of the house to many people at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged


class Mailing(Staged, models.Model):
    """One text in three languages for all of a segment who want news. Floors above know what a segment is."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        STARTED = "started", _("Started")
        STOPPED = "stopped", _("Stopped")

    MOVES = {State.DRAFT: {State.STARTED}, State.STARTED: {State.STOPPED}}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    words = models.JSONField(_("words"), default=dict, help_text='{"fr": {"subject": ..., "body": ...}, ...}')
    path = models.CharField(
        _("page"),
        max_length=200,
        blank=True,
        help_text=_("Where the button leads, without the language: /campagnes"),
    )
    on_site = models.BooleanField(
        _("also on the site"),
        default=False,
        help_text=_("The subject as a notice to all of the segment, those too who want no letters."),
    )
    segment = models.JSONField(_("segment"), default=dict, blank=True)
    per_minute = models.PositiveSmallIntegerField(_("letters per minute"), default=120)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    n_letters = models.PositiveIntegerField(_("letters"), default=0)
    made_by = models.UUIDField(_("written by"), null=True, blank=True)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.words.get("fr", {}).get("subject", "") or str(self.pk)
