"""How people want to be talked with, and what they want stopped."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.columns import person
from kit.ids import uuid7
from messaging.models.conversations import Conversation
from messaging.models.messages import Message


class Manners(models.Model):
    """What a person lets others see. No row means the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="manners"
    )
    shows_reads = models.BooleanField(
        _("tell others what I have read"), default=True, help_text=_("Off: you do not see theirs either.")
    )
    shows_presence = models.BooleanField(_("tell others when I am here"), default=False)

    class Meta:
        verbose_name = _("manners in conversations")
        verbose_name_plural = _("manners in conversations")

    def __str__(self) -> str:
        return str(self.user_id)


class Block(models.Model):
    """One side does not want to be written to by another, outside of what they do together."""

    key = models.CharField(max_length=60)
    blocked_key = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [models.UniqueConstraint(fields=["key", "blocked_key"], name="block_once")]
        indexes = [models.Index(fields=["blocked_key"], name="block_of")]

    def __str__(self) -> str:
        return f"{self.key} x {self.blocked_key}"


class Report(models.Model):
    """Somebody tells the staff about a conversation, or one message of it."""

    class Reason(models.TextChoices):
        SPAM = "spam", pgettext_lazy("report", "Unwanted advertising")
        OFF_PLATFORM = "off_platform", pgettext_lazy("report", "Asks to pay outside of InfluMaroc")
        SCAM = "scam", pgettext_lazy("report", "Looks like a fraud")
        INSULT = "insult", pgettext_lazy("report", "Insults or harasses")
        OTHER = "other", pgettext_lazy("report", "Something else")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("report", "Open")
        CLOSED = "closed", pgettext_lazy("report", "Closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="reports")
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="reports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("reported by")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    words = models.TextField(_("what happened"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)
    outcome = models.TextField(_("what was done"), max_length=1000, blank=True)
    closed_by = person(_("closed by"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("report of a conversation")
        verbose_name_plural = _("reports of conversations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "by"], condition=Q(state="open"), name="report_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "closed"]), name="report_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.conversation_id}"

    @property
    def matter(self) -> str:
        """What staff read the conversation for."""
        return f"report:{self.pk}"


class StaffReading(models.Model):
    """Who of the staff read a conversation, when and why: only for a report or a dispute, the `matter`. Kept
    for good.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="readings")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who read")
    )
    matter = models.CharField(
        _("read for"),
        max_length=60,
        blank=True,
        help_text='"report:<id>" or "dispute:<id>"; empty on the oldest rows, all of them of reports',
    )
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("reading by staff")
        verbose_name_plural = _("readings by staff")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.conversation_id}"
