from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from payments.models.wallets import Wallet


class StripeAccount(models.Model):
    """A creator's account at Stripe, as Stripe last described it. Who they are, Stripe knows; we do not.

    `due` names what Stripe still wants to know, in its words; `disabled_reason` why it pays nothing out.
    """

    class State(models.TextChoices):
        STARTED = "started", _("Started")
        INCOMPLETE = "incomplete", _("Information missing")
        CHECKING = "checking", _("Being checked by Stripe")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Refused by Stripe")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.OneToOneField(
        Wallet, models.PROTECT, related_name="stripe_account", verbose_name=_("wallet")
    )
    country = models.CharField(_("country"), max_length=2)
    account_id = models.CharField(_("account at Stripe"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STARTED)
    due = models.JSONField(_("what Stripe asks for"), default=list, blank=True)
    disabled_reason = models.CharField(_("why it is closed"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    checked_at = models.DateTimeField(_("last read"), null=True, blank=True)

    class Meta:
        verbose_name = _("account at Stripe")
        verbose_name_plural = _("accounts at Stripe")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account_id"], condition=~Q(account_id=""), name="stripe_account_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["started", "incomplete", "checking", "ready", "refused"]),
                name="stripe_account_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.account_id or str(self.pk)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY
