"""Transfers made together at the bank: built by one person, checked by another, then a file for ever."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.columns import person
from kit.ids import uuid7
from kit.states import Staged
from payments.models.payouts import Payout
from payments.models.references import short
from payments.querysets import PayoutBatchQuerySet


class PayoutBatch(Staged, models.Model):
    """Approved transfers to RIBs that go to the bank in one file. Whoever built it does not release it."""

    class State(models.TextChoices):
        BUILT = "built", _("To check")
        RELEASED = "released", _("Released")
        SENT = "sent", _("At the bank")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        State.BUILT: {State.RELEASED, State.CANCELLED},
        State.RELEASED: {State.SENT},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.BUILT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("built by")
    )
    made_at = models.DateTimeField(_("built"), auto_now_add=True)
    released_by = person(_("released by"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    sent_by = person(_("handed to the bank by"))
    sent_at = models.DateTimeField(_("handed to the bank"), null=True, blank=True)
    n_lines = models.PositiveIntegerField(_("transfers"), default=0)
    total_centimes = models.BigIntegerField(_("total"), default=0)

    objects = PayoutBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout batch")
        verbose_name_plural = _("payout batches")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("made_by")), name="payout_batch_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["built", "cancelled"], released_by=None)
                | Q(state__in=["released", "sent"], released_by__isnull=False, n_lines__gt=0),
                name="payout_batch_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return short("B", self.pk)

    @property
    def reference(self) -> str:
        """Ours in the file: the whole id."""
        return f"IMB{self.pk.hex.upper()}"

    @property
    def amount_centimes(self) -> int:
        """What staff's confirmation pages add up."""
        return self.total_centimes or getattr(self, "sum_now", 0) or 0


class PayoutLine(models.Model):
    """One payout's place in a batch. It lies in one live batch at most, says the database."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="lines", verbose_name=_("batch"))
    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines", verbose_name=_("payout"))
    position = models.PositiveIntegerField(_("position"))
    is_live = models.BooleanField(_("in it"), default=True)

    class Meta:
        verbose_name = _("line of a payout batch")
        verbose_name_plural = _("lines of payout batches")
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="payout_line_place"),
            models.UniqueConstraint(
                fields=["payout"], condition=Q(is_live=True), name="payout_in_one_live_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position}"


class PayoutFile(models.Model):
    """What the bank gets, as it was made at the release, sealed because it is full of RIBs.

    The database lets nobody change anything of it but the seal, which is renewed with the keys; the hash says
    whether what comes out is what went in.
    """

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="files", verbose_name=_("batch"))
    layout = models.CharField(_("layout"), max_length=12)
    name = models.CharField(_("file name"), max_length=60)
    sealed = models.BinaryField(_("content, sealed"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("payout file")
        verbose_name_plural = _("payout files")
        ordering = ["batch", "layout"]
        constraints = [models.UniqueConstraint(fields=["batch", "layout"], name="payout_file_once")]

    def __str__(self) -> str:
        return self.name
