"""What became of a notice on each of its ways, and what is still owed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.models.choices import Channel
from notifications.models.notices import Notice
from notifications.querysets import SendingQuerySet


class Sending(models.Model):
    """One notice on one way: promise and log. No row where the way has nothing to do with the notice.

    `due_at` is when it leaves or, while a worker tries, until when it alone may; `at` is when the last word
    about it was said. A letter goes on in the log of the mail, under `letter_key`.
    """

    class State(models.TextChoices):
        OWED = "owed", pgettext_lazy("sending", "Waiting")
        DIGEST = "digest", pgettext_lazy("sending", "In the next digest")
        SENT = "sent", pgettext_lazy("sending", "Sent")
        WITHHELD = "withheld", pgettext_lazy("sending", "Not sent")
        FAILED = "failed", pgettext_lazy("sending", "Given up")

    class Reason(models.TextChoices):
        NONE = "", "-"
        OFF = "off", _("switched off by the reader")
        READ = "read", _("read before it was due")
        MUTED = "muted", _("its reader muted what it is about")
        DONE = "done", _("done before it was due")
        GONE = "gone", _("the account is closed")
        QUIET = "quiet", _("quiet hours of the reader")
        NOWHERE = "nowhere", _("no device or telephone takes notifications")
        REFUSED = "refused", _("the provider did not take it")
        UNKNOWN = "unknown", _("nobody can tell whether it left")
        CAPPED = "capped", _("enough SMS in one day")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="sendings", verbose_name=_("notice"))
    channel = models.CharField(_("channel"), max_length=4, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    at = models.DateTimeField(_("last word"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    letter_key = models.CharField(max_length=200, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="sending_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="digest"), name="sending_digest"),
            models.Index(fields=["channel", "due_at"], condition=Q(state="owed"), name="sending_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}: {self.state}"

    def close(self, state: str, reason: str = "") -> None:
        """The last word about it. Saves."""
        self.state, self.reason, self.at = state, reason, timezone.now()
        self.save(update_fields=["state", "reason", "at"])
