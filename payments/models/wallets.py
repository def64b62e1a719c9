from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from payments.querysets import WalletQuerySet


class Wallet(models.Model):
    """One party that pays or is paid: a brand or an influencer. Its balances are ledger accounts."""

    class Kind(models.TextChoices):
        BRAND = "brand", _("Brand")
        INFLUENCER = "influencer", _("Influencer")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=160)
    approval_above_centimes = models.BigIntegerField(
        _("second person above"), null=True, blank=True, help_text="none: one person pays any amount"
    )
    brand_fee_bps = models.PositiveSmallIntegerField(
        _("fee on top for the brand"), null=True, blank=True, help_text="of its plan; none: the general rate"
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)

    objects = WalletQuerySet.as_manager()

    class Meta:
        verbose_name = _("wallet")
        verbose_name_plural = _("wallets")
        constraints = [
            models.CheckConstraint(
                condition=Q(approval_above_centimes=None) | Q(approval_above_centimes__gt=0),
                name="wallet_limit_positive",
            )
        ]

    def __str__(self) -> str:
        return self.name


class WalletHolder(models.Model):
    """A person who may look into a wallet, perhaps move its money. Kept by brands and influencers."""

    wallet = models.ForeignKey(Wallet, models.CASCADE, related_name="holders", verbose_name=_("wallet"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    may_pay = models.BooleanField(_("may move money"), default=False)

    class Meta:
        verbose_name = _("wallet holder")
        verbose_name_plural = _("wallet holders")
        constraints = [models.UniqueConstraint(fields=["wallet", "user"], name="wallet_holder_once")]

    def __str__(self) -> str:
        return f"{self.user_id} - {self.wallet_id}"
