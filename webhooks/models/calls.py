"""What an endpoint is owed, and how each try went."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.ids import uuid7
from webhooks.models.endpoints import Endpoint
from webhooks.querysets import CallQuerySet


class Call(models.Model):
    """One event owed to one endpoint: outbox and log. `body` are the very letters that are signed and sent.

    `next_attempt_at` is when to try; while a worker tries, until when it alone may (`leased_until`).
    `event_id` is empty for a test.
    """

    class State(models.TextChoices):
        OWED = "owed", pgettext_lazy("call", "Waiting")
        SENT = "sent", pgettext_lazy("call", "Arrived")
        FAILED = "failed", pgettext_lazy("call", "Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, related_name="calls", verbose_name=_("endpoint"), db_index=False
    )
    event_id = models.BigIntegerField(_("fact"), null=True, blank=True)
    type = models.CharField(_("event"), max_length=60)
    body = models.TextField(_("body"))
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OWED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    owed_at = models.DateTimeField(_("owed since"), default=timezone.now)
    settled_at = models.DateTimeField(_("last word"), null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id"], condition=Q(event_id__isnull=False), name="call_once"
            )
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="owed"), name="call_owed"),
            models.Index(fields=["endpoint"], condition=Q(leased_until__isnull=False), name="call_leased"),
            models.Index(fields=["endpoint", "-id"], name="call_of_endpoint"),
            models.Index(fields=["owed_at"], name="call_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.message_id}"

    @property
    def message_id(self) -> str:
        """The header webhook-id: the same at every try, and at a replay."""
        return f"msg_{self.pk.hex}"


class Attempt(models.Model):
    """One try. Headers as they were sent, without signatures; of the answer at most 2 kB."""

    class Error(models.TextChoices):
        NONE = "", _("none")
        STATUS = "status", _("the server answered with an error")
        REDIRECT = "redirect", _("the server pointed to another address")
        ADDRESS = "address", _("the address leads inside a network")
        DNS = "dns", _("the name is not known")
        CONNECT = "connect", _("the server cannot be reached")
        TLS = "tls", _("the certificate is not accepted")
        TIMEOUT = "timeout", _("the server took too long")
        PROTOCOL = "protocol", _("the answer could not be read")

    call = models.ForeignKey(Call, models.CASCADE, related_name="tries", verbose_name=_("call"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    url = models.CharField(_("address"), max_length=2000)
    headers = models.JSONField(_("headers"), default=dict)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    took_ms = models.PositiveIntegerField(_("milliseconds"), default=0)
    error = models.CharField(_("error"), max_length=8, choices=Error.choices, blank=True)
    words = models.CharField(_("details"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.error}"
