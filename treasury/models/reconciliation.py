from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7


class ProviderReport(models.Model):
    """What a provider says it did in a period, as its file came. The same bytes are read once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    gateway = models.CharField(_("gateway"), max_length=20)
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    raw = models.TextField(_("as received"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("read in by")
    )
    read_at = models.DateTimeField(_("read in"), auto_now_add=True)

    class Meta:
        verbose_name = _("provider's report")
        verbose_name_plural = _("providers' reports")
        ordering = ["-ends_on", "-id"]

    def __str__(self) -> str:
        return f"{self.gateway} {self.starts_on} - {self.ends_on}"


class ReportLine(models.Model):
    """One thing the provider did: it took a payment or gave a refund. Amounts are positive."""

    report = models.ForeignKey(
        ProviderReport, models.PROTECT, related_name="lines", verbose_name=_("provider's report")
    )
    position = models.PositiveIntegerField(_("line"))
    kind = models.CharField(_("kind"), max_length=8)
    reference = models.CharField(_("reference"), max_length=80)
    amount_centimes = models.BigIntegerField(_("amount"))
    fee_centimes = models.BigIntegerField(_("provider's charge"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("state"), max_length=10)
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("line of a provider's report")
        verbose_name_plural = _("lines of providers' reports")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="report_line_once"),
            models.CheckConstraint(condition=Q(kind__in=["payment", "refund"]), name="report_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Reconciliation(models.Model):
    """One comparison of provider, bank and ledger. It finds; it repairs nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(
        ProviderReport,
        models.PROTECT,
        null=True,
        related_name="reconciliations",
        verbose_name=_("provider's report"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    n_compared = models.PositiveIntegerField(_("compared"))
    n_different = models.PositiveIntegerField(_("differences"))

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}: {self.n_different}"


class Difference(models.Model):
    """One thing that two of the three do not agree on. Open until a person explains it; found again, it is
    the same row.
    """

    class Kind(models.TextChoices):
        MISSING = "missing", _("Ours, not the provider's")
        EXTRA = "extra", _("The provider's, not ours")
        AMOUNT = "amount", _("Another amount")
        FEE = "fee", _("Another charge than agreed")
        CURRENCY = "currency", _("Another currency")
        DUPLICATE = "duplicate", _("Twice at the provider")
        LATE = "late", _("Not settled in time")
        STATUS = "status", _("Another outcome")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    gateway = models.CharField(_("gateway"), max_length=20)
    subject = models.CharField(_("subject"), max_length=80)
    expected = models.CharField(_("ours"), max_length=120)
    actual = models.CharField(_("theirs"), max_length=120)
    found_first = models.ForeignKey(
        Reconciliation, models.PROTECT, related_name="differences", verbose_name=_("found first")
    )
    seen_at = models.DateTimeField(_("seen last"))
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("explained by")
    )
    explained_at = models.DateTimeField(_("explained"), null=True)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering = ["explained_at", "-seen_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "gateway", "subject", "expected", "actual"], name="difference_once"
            ),
            models.CheckConstraint(
                condition=Q(explained_by=None) | ~Q(explanation=""), name="difference_explained_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"
