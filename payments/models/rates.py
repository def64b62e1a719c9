"""What a foreign currency was worth, and the conversions made at that rate."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.columns import made_by
from kit.ids import uuid7
from kit.numbers import number
from payments.models.ledger import LedgerTransaction


class ExchangeRate(models.Model):
    """Dirhams for one unit of a currency on a business day, as one source said it. Added, never edited."""

    class Source(models.TextChoices):
        BAM = "bam", _("Bank Al-Maghrib")
        FRANKFURTER = "frankfurter", "Frankfurter"
        MANUAL = "manual", _("Entered by staff")

    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    currency = models.CharField(_("currency"), max_length=3)
    on = models.DateField(_("business day"))
    dirhams = models.DecimalField(_("dirhams for one"), max_digits=14, decimal_places=8)
    fetched_at = models.DateTimeField(_("read"), auto_now_add=True)
    note = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = made_by()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-on", "currency", "source"]
        constraints = [
            models.UniqueConstraint(fields=["source", "currency", "on"], name="exchange_rate_once"),
            models.CheckConstraint(condition=Q(dirhams__gt=0), name="exchange_rate_positive"),
            models.CheckConstraint(condition=~Q(currency="MAD"), name="exchange_rate_foreign"),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.dirhams.normalize():f} MAD, {self.source} {self.on}"

    @property
    def figure(self) -> str:
        """For people: four decimals, as the central bank prints it."""
        return number(self.dirhams, 4)


class CurrencyExchange(models.Model):
    """Two ledger transactions, one per currency, joined by the rate they were made at. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rate = models.ForeignKey(
        ExchangeRate, models.PROTECT, related_name="exchanges", verbose_name=_("exchange rate")
    )
    sold = models.OneToOneField(
        LedgerTransaction, models.PROTECT, related_name="exchange_out", verbose_name=_("given away")
    )
    sold_centimes = models.BigIntegerField(_("amount given away"))
    bought = models.OneToOneField(
        LedgerTransaction, models.PROTECT, related_name="exchange_in", verbose_name=_("received")
    )
    bought_centimes = models.BigIntegerField(_("amount received"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("currency exchange")
        verbose_name_plural = _("currency exchanges")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sold_centimes__gt=0, bought_centimes__gt=0), name="exchange_not_empty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sold_centimes} -> {self.bought_centimes} ({self.rate_id})"
