"""Where a wallet is paid, and when by itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from payments.models.wallets import Wallet

DOTS = "••••"


class PayoutMethod(models.Model):
    """One address to be paid at: a RIB, a PayPal mailbox, a Stripe account. Several may be kept, one is the
    default.

    The address is kept encrypted; `hint` is what may be shown of it. A row never gets another address.
    """

    class Kind(models.TextChoices):
        RIB = "rib", _("Bank account (RIB)")
        PAYPAL = "paypal", "PayPal"
        STRIPE = "stripe", "Stripe"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(
        Wallet, models.PROTECT, related_name="payout_methods", verbose_name=_("wallet")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.RIB)
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    holder_name = models.CharField(_("account holder"), max_length=120)
    address_encrypted = models.TextField(_("address, encrypted"), editable=False)
    hint = models.CharField(_("shown part"), max_length=80)
    is_default = models.BooleanField(_("default"), default=True)
    usable_at = models.DateTimeField(_("usable from"))
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout method")
        verbose_name_plural = _("payout methods")
        constraints = [
            models.UniqueConstraint(
                fields=["wallet"],
                condition=Q(removed_at=None, is_default=True),
                name="one_default_payout_method",
            ),
            models.CheckConstraint(
                condition=Q(kind="rib", currency="MAD") | Q(kind__in=["paypal", "stripe"]),
                name="payout_method_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.masked}"

    @property
    def masked(self) -> str:
        """How it is read back: "•••• 5649", or "a•••@example.ma"."""
        return self.hint if self.kind == self.Kind.PAYPAL else f"{DOTS} {self.hint}"


class PayoutSchedule(models.Model):
    """When a wallet's money leaves by itself. `next_run_on` is the day it is looked at next."""

    class Every(models.TextChoices):
        OFF = "off", _("Only when I ask")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")
        AMOUNT = "amount", _("As soon as an amount is reached")

    class Outcome(models.TextChoices):
        MADE = "made", _("A transfer was made.")
        NOTHING = "nothing", _("Nothing was available.")
        BELOW_MINIMUM = "below_minimum", _("Less than the minimum was available.")
        NO_METHOD = "no_payout_method", _("There is no account to be paid on yet.")
        ON_HOLD = "payout_method_on_hold", _("The account was changed and waits for its 72 hours.")
        RATE_MISSING = "rate_missing", _("There is no exchange rate for your currency at the moment.")

    wallet = models.OneToOneField(
        Wallet, models.CASCADE, related_name="payout_schedule", verbose_name=_("wallet")
    )
    every = models.CharField(_("how often"), max_length=8, choices=Every.choices, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=0, help_text="0 = Monday")
    month_day = models.PositiveSmallIntegerField(_("day of the month"), default=1)
    at_least_centimes = models.BigIntegerField(_("at least"), default=0)
    next_run_on = models.DateField(_("next run"), null=True, blank=True)
    last_run_on = models.DateField(_("last run"), null=True, blank=True)
    last_outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("payout schedule")
        verbose_name_plural = _("payout schedules")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    every__in=["off", "week", "month", "amount"],
                    weekday__lte=6,
                    month_day__gte=1,
                    month_day__lte=28,
                    at_least_centimes__gte=0,
                ),
                name="payout_schedule_sane",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wallet_id} {self.every}"
