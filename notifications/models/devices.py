"""Browsers that may be rung."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SignIn
from kit.ids import uuid7
from notifications.querysets import DeviceQuerySet


class PushDevice(models.Model):
    """A browser's subscription to its push service (RFC 8030). It ends with the sign-in it was made in.

    `sealed` is {"endpoint", "p256dh", "auth"} under kit.crypt: whoever knows the address can try to ring. It
    is "" once the service said that the address is gone: its hash stays, for the browser that comes back with
    another one.
    `endpoint_hash` is its SHA-256: one browser is one row, whoever uses it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_devices")
    sign_in = models.ForeignKey(SignIn, models.CASCADE, related_name="push_devices")
    sealed = models.TextField(editable=False)
    endpoint_hash = models.CharField(max_length=64, unique=True, editable=False)
    host = models.CharField(_("push service"), max_length=255)
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    rung_at = models.DateTimeField(_("last rung"), null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device that is rung")
        verbose_name_plural = _("devices that are rung")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.host}"
