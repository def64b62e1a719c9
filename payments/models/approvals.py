from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from payments.models.escrow import Escrow
from payments.querysets import ApprovalQuerySet

VALID = timedelta(days=7)


def in_a_week() -> datetime:
    """Until when an approval can be given, and then used."""
    return timezone.now() + VALID


class SpendApproval(Staged, models.Model):
    """A second person's word on a payment above the limit of its wallet. At most one of an escrow is open."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        EXPIRED = "expired", _("Expired")

    MOVES = {
        State.ASKED: {State.APPROVED, State.REFUSED, State.EXPIRED},
        State.APPROVED: {State.EXPIRED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    escrow = models.ForeignKey(Escrow, models.PROTECT, related_name="approvals", verbose_name=_("escrow"))
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=in_a_week)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of a payment")
        verbose_name_plural = _("approvals of payments")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["escrow"], condition=Q(state__in=["asked", "approved"]), name="approval_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "approved", "refused", "expired"]),
                name="approval_state_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="approval_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "expired"]) | Q(decided_by__isnull=False),
                name="approval_decision_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.escrow_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """An answer still counts."""
        is_timely = self.expires_at > timezone.now() and self.escrow.state == Escrow.State.PENDING
        return self.state == self.State.ASKED and is_timely

    @property
    def shown_state(self) -> str:
        """Past its day an open one is expired, whether or not beat has closed it."""
        is_open = self.state in {self.State.ASKED, self.State.APPROVED}
        return self.State.EXPIRED if is_open and self.expires_at <= timezone.now() else self.state
