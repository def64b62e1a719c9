from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from treasury.models.statements import StatementLine


class Match(Staged, models.Model):
    """What a line of the bank is, said by one person and agreed to by another. A line has one that counts.

    `target` names the thing: a payment's reference, a payout's or refund's id, a gateway's name. For a
    settlement by a provider `gross_centimes` is what it collected for us; the rest is its charge.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("A brand's transfer")
        STRAY = "stray", _("Money nobody announced")
        PAYOUT = "payout", _("A transfer to an influencer")
        REFUND = "refund", _("A refund by transfer")
        SETTLEMENT = "settlement", _("A provider's settlement")
        PLAN = "plan", _("A brand's subscription")
        CHARGE = "charge", _("A charge of the bank")
        TAX = "tax", _("Withheld tax paid over")
        VAT = "vat", _("VAT paid over")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for a second look")
        APPROVED = "approved", _("Agreed")
        REFUSED = "refused", _("Refused")

    MOVES = {State.PROPOSED: {State.APPROVED, State.REFUSED}}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(
        StatementLine, models.PROTECT, related_name="matches", verbose_name=_("bank statement line")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    target = models.CharField(_("target"), max_length=64, blank=True)
    gross_centimes = models.BigIntegerField(_("collected by the provider"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PROPOSED)
    outcome = models.CharField(_("outcome"), max_length=40, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(state__in=["proposed", "approved"]), name="match_one_per_line"
            ),
            models.UniqueConstraint(
                fields=["kind", "target"],
                condition=Q(state__in=["proposed", "approved"], kind__in=["payout", "refund"]),
                name="match_one_per_target",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(state="refused") | ~Q(decided_by=F("proposed_by")),
                name="match_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False), name="match_decision_signed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved", "refused"]), name="match_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}".strip()
