"""Accounts of other sites that let a person in here."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from kit.ids import uuid7


class SocialLink(models.Model):
    """One account of another site, of one person here. Nothing of it is kept but its number and address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="social_links", verbose_name=_("user"))
    provider = models.CharField(_("site"), max_length=30)
    uid = models.CharField(max_length=191, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    linked_at = models.DateTimeField(_("connected"), default=timezone.now)

    class Meta:
        verbose_name = _("connected account")
        verbose_name_plural = _("connected accounts")
        ordering = ["linked_at"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "uid"], name="social_link_once"),
            models.UniqueConstraint(fields=["user", "provider"], name="social_link_one_a_site"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.linked_at:%Y-%m-%d}"
