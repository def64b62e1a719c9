from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class GatewaySwitch(models.Model):
    """Staff close a way of paying to new payments, or open it again. The newest row of a gateway counts."""

    gateway = models.CharField(_("gateway"), max_length=20)
    is_draining = models.BooleanField(_("closed to new payments"))
    reason = models.CharField(_("reason"), max_length=200)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("switch of a gateway")
        verbose_name_plural = _("switches of gateways")
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["gateway", "-id"], name="gateway_switch_newest")]

    def __str__(self) -> str:
        return self.gateway
