"""What proves the ledger: the chain of seals, the auditor's runs, holds while it is red, corrections."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from payments.models.ledger import LedgerTransaction


class LedgerSeal(models.Model):
    """One link of the chain: `hash` is SHA-256 of the hash before and of the transaction with its legs.

    Written by the database function ledger_seal, beside the movements and never in their way.
    """

    sequence = models.BigIntegerField(_("number"), primary_key=True)
    transaction = models.OneToOneField(
        LedgerTransaction, models.PROTECT, related_name="seal", verbose_name=_("ledger transaction")
    )
    hash = models.BinaryField(_("seal"), max_length=32)
    sealed_at = models.DateTimeField(_("sealed"))

    class Meta:
        verbose_name = _("seal of the journal")
        verbose_name_plural = _("seals of the journal")
        ordering = ["-sequence"]

    def __str__(self) -> str:
        return f"{self.sequence}:{bytes(self.hash).hex()}"


class AuditRun(models.Model):
    """What the auditor found, and where the chain ended then. Never changed: the next run looks at it."""

    at = models.DateTimeField(_("began"), default=timezone.now)
    took_ms = models.PositiveIntegerField(_("milliseconds"))
    n_findings = models.PositiveIntegerField(_("findings"))
    findings = models.JSONField(_("what was found"), default=list)
    warnings = models.JSONField(_("warnings"), default=list)
    n_transactions = models.PositiveIntegerField(_("transactions"))
    n_entries = models.PositiveIntegerField(_("entries"))
    head_sequence = models.BigIntegerField(_("last seal"), default=0)
    head_hash = models.BinaryField(_("its hash"), max_length=32, default=b"")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )

    class Meta:
        verbose_name = _("run of the auditor")
        verbose_name_plural = _("runs of the auditor")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.n_findings}"

    @property
    def is_green(self) -> bool:
        return self.n_findings == 0

    @property
    def head(self) -> str:
        """What to keep outside: `ledger_check --anchor` takes it."""
        return f"{self.head_sequence}:{bytes(self.head_hash).hex()}"


class LedgerHold(models.Model):
    """While one is open the database takes no movement but corrections. At most one is open."""

    run = models.ForeignKey(AuditRun, models.PROTECT, related_name="holds", verbose_name=_("began with"))
    began_at = models.DateTimeField(_("began"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("lifted by")
    )
    green_run = models.ForeignKey(
        AuditRun, models.PROTECT, null=True, related_name="+", verbose_name=_("lifted by the run")
    )

    class Meta:
        verbose_name = _("hold on money")
        verbose_name_plural = _("holds on money")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lifted_at"],
                name="hold_one_open",
                condition=Q(lifted_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None)
                | (Q(asked_by__isnull=False) & ~Q(lifted_by=F("asked_by")) & ~Q(reason="")),
                name="hold_two_people",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_by__isnull=False) | Q(green_run__isnull=False),
                name="hold_lift_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"


class LedgerCorrection(Staged, models.Model):
    """A new transaction that puts something right: one person proposes it, another approves and so posts it.

    `legs` is a list of {"kind", "owner", "amount_centimes"}.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    MOVES = {State.PROPOSED: {State.APPROVED, State.REFUSED}}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reverses = models.ForeignKey(
        LedgerTransaction, models.PROTECT, null=True, related_name="+", verbose_name=_("puts right")
    )
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    legs = models.JSONField(_("legs"))
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    transaction = models.OneToOneField(
        LedgerTransaction, models.PROTECT, null=True, related_name="+", verbose_name=_("ledger transaction")
    )

    class Meta:
        verbose_name = _("correction of the ledger")
        verbose_name_plural = _("corrections of the ledger")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved", "refused"]), name="correction_state_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="correction_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False), name="correction_signed"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.get_state_display()})"

    @property
    def moved_centimes(self) -> int:
        """How much changes place."""
        return sum(leg["amount_centimes"] for leg in self.shown_legs if leg["amount_centimes"] > 0)

    @property
    def shown_legs(self) -> list[dict[str, Any]]:
        return list(self.legs)
