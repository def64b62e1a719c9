from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.clocks import Timed
from campaigns.models.collaborations import Collaboration
from campaigns.querysets import DeliverableQuerySet
from kit.ids import uuid7
from kit.vocabulary import Format, Platform, Speech

MOST_FILES = 10  # of one version, or of one hand-in of evidence


class Deliverable(Timed):
    """One piece of content owed. `share_centimes` is its part of the price; the shares add up to the price.

    `expected_at` is the deadline people read. Where the creator may be late, `due_at` (the automatic exit)
    comes some days after it, and from `overdue_at` on the brand may cancel without a fee.
    """

    class State(models.TextChoices):
        DUE = "due", _("To deliver")
        SUBMITTED = "submitted", _("To review")
        CHANGES_REQUESTED = "changes_requested", _("To change")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        ACCEPTED = "accepted", _("Accepted")
        DROPPED = "dropped", _("Dropped")

    MOVES = {
        State.DUE: {State.SUBMITTED, State.DROPPED},
        State.SUBMITTED: {State.CHANGES_REQUESTED, State.APPROVED, State.DROPPED},
        State.CHANGES_REQUESTED: {State.SUBMITTED, State.DROPPED},
        State.APPROVED: {State.PUBLISHED, State.DROPPED},
        State.PUBLISHED: {State.ACCEPTED, State.DROPPED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="deliverables")
    position = models.PositiveSmallIntegerField()
    platform = models.CharField(_("platform"), max_length=12, choices=Platform.choices)
    format = models.CharField(_("format"), max_length=12, choices=Format.choices)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    language = models.CharField(_("language"), max_length=4, choices=Speech.choices, blank=True)
    notes = models.CharField(_("notes"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"))
    share_centimes = models.PositiveBigIntegerField(_("part of the price"))
    expected_at = models.DateTimeField(_("expected"), null=True, blank=True)
    overdue_at = models.DateTimeField(_("overdue from"), null=True, blank=True)
    n_revisions_used = models.PositiveSmallIntegerField(_("revisions used"), default=0)
    state = models.CharField(_("state"), max_length=18, choices=State.choices, default=State.DUE)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "position"], name="deliverable_position_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "due",
                        "submitted",
                        "changes_requested",
                        "approved",
                        "published",
                        "accepted",
                        "dropped",
                    ]
                ),
                name="deliverable_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="deliverable_due"),
            models.Index(fields=["warn_at"], condition=~Q(warn_at=None), name="deliverable_warn"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.platform} {self.format}"

    @property
    def is_overdue(self) -> bool:
        return self.overdue_at is not None and self.overdue_at <= timezone.now()


class Submission(models.Model):
    """Version n of a deliverable, as a link or as files, and what the brand said about it."""

    class Decision(models.TextChoices):
        APPROVE = "approve", _("Approved")
        REQUEST_CHANGES = "request_changes", _("Changes requested")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField(_("version"))
    url = models.URLField(_("link to the draft"), max_length=500, blank=True)
    caption = models.TextField(_("caption"), max_length=2200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("sent"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=16, choices=Decision.choices, blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("empty when the deadline decided"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "version"], name="submission_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} v{self.version}"

    @property
    def target(self) -> str:
        """What its files are put on."""
        return f"deliverable:{self.pk}"


class PublicationProof(models.Model):
    """Where the content went public. `is_owner_matched`: the URL names the handle the creator declares."""

    deliverable = models.OneToOneField(Deliverable, models.PROTECT, related_name="proof")
    url = models.URLField(_("public address"), max_length=500)
    is_owner_matched = models.BooleanField(_("handle matches"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("publication proof")
        verbose_name_plural = _("publication proofs")

    def __str__(self) -> str:
        return self.url
