"""Addresses of other machines, and the secrets they know our calls by."""

import logging
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brands.models import Brand
from influencers.models import Influencer
from kit import crypt
from kit.ids import uuid7
from kit.states import Staged
from webhooks.querysets import EndpointQuerySet

log = logging.getLogger(__name__)
VERSIONS = ("2026-11-27",)  # of what is sent, by date; an endpoint stays on the one it was made with
EVERYTHING = "*"


class Endpoint(Staged, models.Model):
    """Where one brand or one creator is told what happens. `types` are names of events, or "*".

    `sealed` is the secret, `old_sealed` the one before it, which signs too until `old_until`. `failing_since`
    is the first failure since something arrived last.
    """

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("endpoint", "Active")
        DISABLED = "disabled", pgettext_lazy("endpoint", "Switched off")
        REMOVED = "removed", pgettext_lazy("endpoint", "Removed")

    class Reason(models.TextChoices):
        FAILING = "failing", _("nothing arrived for three days")
        GONE = "gone", _("the server answered that it is gone (410)")
        HOLDER = "holder", _("switched off by hand")
        STAFF = "staff", _("switched off by InfluMaroc")

    MOVES = {
        State.ACTIVE: {State.DISABLED, State.REMOVED},
        State.DISABLED: {State.ACTIVE, State.REMOVED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(
        Brand, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("brand")
    )
    influencer = models.ForeignKey(
        Influencer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("creator")
    )
    url = models.CharField(_("address"), max_length=2000)
    description = models.CharField(_("description"), max_length=200, blank=True)
    types = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    api_version = models.CharField(_("version of the payload"), max_length=10, default=VERSIONS[-1])
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ACTIVE)
    reason = models.CharField(_("reason"), max_length=7, choices=Reason.choices, blank=True)
    disabled_at = models.DateTimeField(_("switched off"), null=True, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    sealed = models.TextField(_("secret"))
    old_sealed = models.TextField(_("secret before"), blank=True)
    old_until = models.DateTimeField(_("secret before valid until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("endpoint")
        verbose_name_plural = _("endpoints")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(brand=None, influencer__isnull=False) | Q(brand__isnull=False, influencer=None),
                name="endpoint_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(state="disabled", disabled_at__isnull=False) & ~Q(reason="")
                | ~Q(state="disabled") & Q(reason="", disabled_at=None),
                name="endpoint_off_explained",
            ),
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def machine(self) -> str:
        """The name alone, whatever port of it is called."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_off_by_staff(self) -> bool:
        """Then whoever holds it undoes it in no way."""
        return self.reason == self.Reason.STAFF

    @property
    def secret(self) -> str:
        return crypt.decrypt(self.sealed)

    def secrets(self, at: datetime) -> list[str]:
        """Those that sign at this moment, the newest first. Without a key for the old one the new one does
        alone. Raises InvalidToken without a key for the new one.
        """
        known = [self.secret]
        if self.old_until and at < self.old_until:
            try:
                known.append(crypt.decrypt(self.old_sealed))
            except InvalidToken:
                log.warning("the secret before of endpoint %s lies under a key that is not there", self.pk)
        return known
