from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from payments.models.payments import Payment
from payments.models.references import short
from payments.querysets import ChargebackQuerySet


class Chargeback(Staged, models.Model):
    """The payer's bank takes a payment back (screen word: contestation bancaire); one row for each dispute.

    Amounts are in the payment's currency. `covered_centimes` is what the escrow still held when it was lost;
    the rest is owed to the house by the payer until staff settle it.
    """

    class State(models.TextChoices):
        OPENED = "opened", _("Opened")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    class Settlement(models.TextChoices):
        RECOVERED = "recovered", _("Paid by the payer")
        WRITTEN_OFF = "written_off", _("Written off")

    MOVES = {State.OPENED: {State.WON, State.LOST}}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="chargebacks", verbose_name=_("payment"))
    gateway = models.CharField(_("gateway"), max_length=20)
    provider_ref = models.CharField(_("the gateway's reference"), max_length=80)
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPENED)
    evidence_due_at = models.DateTimeField(_("evidence until"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    covered_centimes = models.BigIntegerField(_("covered by the escrow"), default=0)
    settlement = models.CharField(_("settlement"), max_length=12, choices=Settlement.choices, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ChargebackQuerySet.as_manager()

    class Meta:
        verbose_name = _("chargeback")
        verbose_name_plural = _("chargebacks")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "provider_ref"], name="chargeback_once"),
            models.CheckConstraint(condition=Q(amount_centimes__gt=0), name="chargeback_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=["opened", "won", "lost"]), name="chargeback_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["payment"], condition=~Q(state="won") & Q(settled_at=None), name="chargeback_open"
            )
        ]

    def __str__(self) -> str:
        return short("C", self.pk)

    @property
    def owed_centimes(self) -> int:
        """What the payer owes the house for it."""
        is_owed = self.state == self.State.LOST and self.settled_at is None
        return self.amount_centimes - self.covered_centimes if is_owed else 0
