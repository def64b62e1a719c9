"""Who was handed what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from files.models.files import File
from kit.columns import person


class Access(models.Model):
    """One download, or the reason a member of staff gave before one."""

    file = models.ForeignKey(File, models.CASCADE, related_name="accesses", verbose_name=_("file"))
    reader = person(_("reader"))
    variant = models.CharField(_("variant"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["file", "reader", "-at"], name="access_of_file"),
            models.Index(fields=["at"], name="access_age"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.variant or self.reason}"
