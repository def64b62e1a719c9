"""What a person wants to hear, where and when. No row means the default."""

from datetime import time

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    APP = "app", pgettext_lazy("channel", "On the site")
    MAIL = "mail", pgettext_lazy("channel", "E-mail")
    PUSH = "push", pgettext_lazy("channel", "On the device")
    SMS = "sms", pgettext_lazy("channel", "SMS")


class Way(models.TextChoices):
    ON = "on", pgettext_lazy("channel", "At once")
    DIGEST = "digest", pgettext_lazy("channel", "In the daily digest")
    OFF = "off", pgettext_lazy("channel", "Never")


class Choice(models.Model):
    """A choice that differs from the default. `kind` is a name of notifications.selectors.KINDS."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel.choices)
    way = models.CharField(_("way"), max_length=6, choices=Way.choices)

    class Meta:
        verbose_name = _("choice of notifications")
        verbose_name_plural = _("choices of notifications")
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.channel}: {self.way}"


class Habits(models.Model):
    """When a person is written to, by the clock of their own zone (accounts.User.time_zone).

    Between `quiet_from` and `quiet_until` no device of theirs is rung; both empty: never quiet. The daily
    digest leaves at `digest_hour` (0 to 23).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_habits"
    )
    digest_hour = models.PositiveSmallIntegerField(_("hour of the digest"), default=8)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True, default=time(22))
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True, default=time(8))

    class Meta:
        verbose_name = _("hours of notifications")
        verbose_name_plural = _("hours of notifications")
        constraints = [
            models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="habits_digest_hour"),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="habits_quiet_both",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class MutedThread(models.Model):
    """Somebody does not want to be disturbed about one contract, campaign or conversation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_threads")
    thread = models.CharField(_("thread"), max_length=60)
    made_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("muted thread")
        verbose_name_plural = _("muted threads")
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="thread_muted_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.thread}"
