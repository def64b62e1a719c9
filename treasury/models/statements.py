from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from treasury.querysets import LineQuerySet


class Statement(models.Model):
    """One file of the house's bank, as it came. The same bytes are read once."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        CFONB = "cfonb120", "CFONB 120"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    raw = models.TextField(_("as received"))
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    opening_centimes = models.BigIntegerField(_("opening balance"), null=True)
    closing_centimes = models.BigIntegerField(_("closing balance"), null=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read in by")
    )
    read_at = models.DateTimeField(_("read in"), auto_now_add=True)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-ends_on", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.starts_on} - {self.ends_on})"


class StatementLine(Staged, models.Model):
    """One booking of the bank: positive came in, negative went out. Settled by a match that two people saw.

    `fingerprint` recognises the line when another statement that overlaps brings it again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Not matched")
        PROPOSED = "proposed", _("Waiting for a second look")
        MATCHED = "matched", _("Matched")

    MOVES = {
        State.OPEN: {State.PROPOSED},
        State.PROPOSED: {State.OPEN, State.MATCHED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="lines", verbose_name=_("bank statement")
    )
    position = models.PositiveIntegerField(_("line"))
    booked_on = models.DateField(_("booked"))
    value_on = models.DateField(_("value date"), null=True)
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    label = models.CharField(_("label"), max_length=400)
    reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank statement line")
        verbose_name_plural = _("bank statement lines")
        ordering = ["-booked_on", "statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="statement_line_once"),
            models.CheckConstraint(condition=~Q(amount_centimes=0), name="statement_line_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed", "matched"]), name="statement_line_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "booked_on"], name="statement_line_open")]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.label[:60]}"
