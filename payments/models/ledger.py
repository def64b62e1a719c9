"""Double entry. The database itself refuses what does not balance and any change: see the migrations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7


class LedgerAccount(models.Model):
    """One account per (kind, owner, currency). Positive = owed to somebody, negative = ours to collect.

    `balance_centimes` is kept by the database as entries arrive. House accounts that every deal touches are
    summed instead (`is_summed`): their row never changes, so nobody queues for it; see docs/money.md.
    """

    class Kind(models.TextChoices):
        PROVIDER_CLEARING = "provider_clearing", _("Provider clearing")
        BANK = "bank", _("Bank")
        BRAND_WALLET = "brand_wallet", _("Brand wallet")
        ESCROW = "escrow", _("Escrow")
        INFLUENCER_AVAILABLE = "influencer_available", _("Influencer, available")
        PAYOUTS_IN_TRANSIT = "payouts_in_transit", _("Payouts on their way")
        REFUNDS_IN_TRANSIT = "refunds_in_transit", _("Refunds on their way")
        PLATFORM_FEES = "platform_fees", _("Platform fees")
        VAT_DUE = "vat_due", _("VAT due")
        TAX_WITHHELD = "tax_withheld", _("Tax withheld")
        SUSPENSE = "suspense", _("Suspense")
        CHARGEBACKS = "chargebacks", _("Chargebacks")
        EXCHANGE = "exchange", _("Currency exchange")
        PROVIDER_COSTS = "provider_costs", _("Providers' charges")
        PLAN_FEES = "plan_fees", _("Plan fees")

    SUMMED = (
        Kind.PROVIDER_CLEARING,
        Kind.BANK,
        Kind.CHARGEBACKS,
        Kind.EXCHANGE,
        Kind.PROVIDER_COSTS,
        Kind.PLAN_FEES,
        Kind.PAYOUTS_IN_TRANSIT,
        Kind.REFUNDS_IN_TRANSIT,
        Kind.PLATFORM_FEES,
        Kind.VAT_DUE,
        Kind.TAX_WITHHELD,
    )
    MAY_OWE_US = (
        Kind.PROVIDER_CLEARING,
        Kind.BANK,
        Kind.CHARGEBACKS,
        Kind.EXCHANGE,
        Kind.PROVIDER_COSTS,
    )

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    owner = models.CharField(
        _("owner"), max_length=64, blank=True, help_text="wallet, escrow or gateway id; empty for the house"
    )
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    balance_centimes = models.BigIntegerField(_("balance"), default=0)
    may_be_negative = models.BooleanField(_("may be negative"), default=False)
    is_summed = models.BooleanField(_("balance is the sum of its entries"), default=False)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner", "currency"], name="ledger_account_once"),
            models.CheckConstraint(
                condition=models.Q(may_be_negative=True) | models.Q(balance_centimes__gte=0),
                name="ledger_no_overdraft",
            ),
            models.CheckConstraint(
                condition=models.Q(is_summed=False) | models.Q(balance_centimes=0),
                name="ledger_summed_keeps_no_balance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner} {self.currency}".replace("  ", " ")


class LedgerTransaction(models.Model):
    """Why money moved, once per `key`. Corrections are new transactions with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=24)
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    deal_id = models.UUIDField(_("deal"), null=True, db_index=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("ledger transaction")
        verbose_name_plural = _("ledger transactions")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LedgerEntry(models.Model):
    """One leg; the legs of a transaction add up to zero. `balance_after_centimes` is the balance of its
    account.

    The balance is written by the database, and empty on summed accounts.
    """

    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="entries", db_index=False)
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="entries",
        db_index=False,
        verbose_name=_("ledger account"),
    )
    amount_centimes = models.BigIntegerField(_("amount"))
    balance_after_centimes = models.BigIntegerField(_("balance after"), null=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [models.Index(fields=["account", "id"], name="ledger_entry_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["transaction", "position"], name="ledger_entry_once"),
            models.CheckConstraint(condition=~models.Q(amount_centimes=0), name="ledger_entry_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount_centimes}"
