from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from payments.models.references import short
from payments.models.wallets import Wallet
from payments.querysets import PayoutQuerySet


class PayoutMethod(models.Model):
    """A bank account to be paid on. `rib` is 24 digits, checked modulo 97 and kept encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(
        Wallet, models.PROTECT, related_name="payout_methods", verbose_name=_("wallet")
    )
    holder_name = models.CharField(_("account holder"), max_length=120)
    rib_encrypted = models.TextField(_("RIB, encrypted"), editable=False)
    rib_last4 = models.CharField(_("last digits"), max_length=4)
    usable_at = models.DateTimeField(_("usable from"))
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout method")
        verbose_name_plural = _("payout methods")
        constraints = [
            models.UniqueConstraint(
                fields=["wallet"], condition=Q(removed_at=None), name="one_payout_method_per_wallet"
            )
        ]

    def __str__(self) -> str:
        return f"RIB •••• {self.rib_last4}"


class Payout(Staged, models.Model):
    """Money an influencer asked for, on its way to a RIB."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("On its way")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")

    MOVES = {
        State.REQUESTED: {State.APPROVED, State.FAILED},
        State.APPROVED: {State.SENDING, State.FAILED},
        State.SENDING: {State.PAID, State.FAILED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="payouts", verbose_name=_("wallet"))
    method = models.ForeignKey(
        PayoutMethod, models.PROTECT, related_name="payouts", verbose_name=_("payout method")
    )
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    bank_ref = models.CharField(_("bank reference"), max_length=80, blank=True)
    failure = models.CharField(_("reason of failure"), max_length=200, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    expected_on = models.DateField(_("expected on"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_centimes__gt=0), name="payout_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "approved", "sending", "paid", "failed"]),
                name="payout_state_known",
            ),
        ]

    def __str__(self) -> str:
        return short("V", self.pk)
