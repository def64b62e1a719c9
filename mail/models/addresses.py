"""What providers report, and the addresses that nothing is sent to any more."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """An address that bounced for good, or whose owner complained: nothing goes there until staff say so."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Reported as unwanted")

    address = models.CharField(_("address"), max_length=254, help_text=_("In small letters."))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.UUIDField(_("lifted by"), null=True, blank=True)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=Q(lifted_at=None), name="suppressed_once")
        ]

    def __str__(self) -> str:
        return self.address


class PostEvent(models.Model):
    """One message of a mail provider, as it came, after its signature was checked; handled once."""

    provider = models.CharField(_("provider"), max_length=12)
    external_id = models.CharField(_("event id"), max_length=120)
    raw = models.TextField(_("as received"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("post event")
        verbose_name_plural = _("post events")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["provider", "external_id"], name="post_event_once")]
        indexes = [models.Index(fields=["id"], condition=Q(handled_at=None), name="post_event_open")]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id}"
