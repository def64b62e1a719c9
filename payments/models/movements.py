from django.db import models
from django.utils.translation import gettext_lazy as _

from payments.models.payouts import Payout
from payments.models.references import short
from payments.models.wallets import Wallet


class Movement(models.Model):
    """One line of a wallet's history, read from a database view; see payments/migrations/sql/movement.sql.

    `amount_centimes` carries the sign its owner sees: paid and paid out are negative, received is positive.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("Payment")
        REFUND = "refund", _("Refund")
        EARNING = "earning", _("Earning")
        PAYOUT = "payout", _("Bank transfer")

    id = models.CharField(primary_key=True, max_length=48)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    wallet = models.ForeignKey(Wallet, models.DO_NOTHING, related_name="movements")
    source_id = models.UUIDField()
    deal_id = models.UUIDField(_("deal"), null=True)
    title = models.CharField(_("title"), max_length=160)
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=10)
    at = models.DateTimeField(_("date"))
    settled_at = models.DateTimeField(_("settled"), null=True)
    detail = models.CharField(_("detail"), max_length=200)

    class Meta:
        managed = False
        db_table = "payments_movement"
        ordering = ["-at", "-id"]
        verbose_name = _("movement")
        verbose_name_plural = _("movements")

    def __str__(self) -> str:
        return self.id

    @property
    def why(self) -> str:
        """Why a payout failed or is late, in words; `detail` is the code."""
        words = {**dict(Payout.Delay.choices), **dict(Payout.Reason.choices)}
        return str(words.get(self.detail, self.detail))

    @property
    def reference(self) -> str:
        letters = {"payment": "P", "refund": "R", "earning": "E", "payout": "V"}
        return short(letters[self.kind], self.source_id)
