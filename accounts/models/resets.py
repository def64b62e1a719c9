"""Links that let a person choose a new password."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.users import User
from accounts.querysets import PasswordResetQuerySet
from kit.ids import uuid7


class PasswordResetToken(models.Model):
    """One link, asked for by e-mail. Only the hash of its token is kept; at most one of a person lives."""

    class Death(models.TextChoices):
        USED = "used", pgettext_lazy("reset link", "Used")
        REPLACED = "replaced", pgettext_lazy("reset link", "Replaced by a newer one")
        CHANGED = "changed", pgettext_lazy("reset link", "Ended by a change of the account")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="resets", verbose_name=_("user"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), db_index=True)
    died_at = models.DateTimeField(_("ended"), null=True, blank=True)
    death = models.CharField(_("why it ended"), max_length=8, choices=Death.choices, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)

    objects = PasswordResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("password reset link")
        verbose_name_plural = _("password reset links")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(died_at=None), name="reset_one_alive"),
            models.CheckConstraint(
                condition=Q(died_at=None, death="") | Q(died_at__isnull=False, death__gt=""),
                name="reset_death_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def state(self) -> str:
        """live, expired, or how it died."""
        if self.death:
            return self.death
        return "live" if self.expires_at > timezone.now() else "expired"
