"""What somebody sent, as everybody else knows it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.models.blobs import Blob
from files.querysets import FileQuerySet
from kit.columns import person
from kit.ids import uuid7
from kit.states import Staged


class File(Staged, models.Model):
    """One upload of one person. It belongs to a thing of a floor above once `attached_to` says so."""

    class Purpose(models.TextChoices):
        MESSAGE = "message", _("message")
        DELIVERABLE = "deliverable", _("deliverable")
        EVIDENCE = "evidence", _("evidence")
        DOCUMENT = "document", _("document")
        PORTFOLIO = "portfolio", _("portfolio")

    class Kind(models.TextChoices):
        IMAGE = "image", _("image")
        VIDEO = "video", _("video")
        PDF = "pdf", _("PDF")
        OTHER = "other", _("not known yet")

    class State(models.TextChoices):
        UPLOADING = "uploading", _("Being sent")
        SCANNING = "scanning", _("Waiting for the check")
        PROCESSING = "processing", _("Being prepared")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Refused")
        REMOVED = "removed", _("Removed")

    class Scan(models.TextChoices):
        PENDING = "pending", _("not looked at yet")
        NONE = "none", _("not scanned")
        CLEAN = "clean", _("clean")
        INFECTED = "infected", _("infected")

    class Reason(models.TextChoices):
        TYPE = "type_refused", _("not a type we take")
        BROKEN = "file_broken", _("cannot be read")
        TOO_LARGE = "too_large", _("too large")
        TOO_HEAVY = "too_heavy", _("too many pixels, or too long")
        INFECTED = "infected", _("infected")
        FAILED = "processing_failed", _("could not be prepared")
        GONE = "bytes_gone", _("no longer in the storage")

    # Staff may try refused ones again; ready ones go back when what was made of them is lost.
    MOVES = {
        State.UPLOADING: {State.SCANNING, State.REFUSED, State.REMOVED},
        State.SCANNING: {State.PROCESSING, State.REFUSED, State.REMOVED},
        State.PROCESSING: {State.READY, State.REFUSED, State.REMOVED, State.SCANNING},
        State.READY: {State.SCANNING, State.REFUSED, State.REMOVED},
        State.REFUSED: {State.SCANNING, State.REMOVED},
        State.REMOVED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="files", verbose_name=_("owner")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    name = models.CharField(_("name"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.OTHER)
    media_type = models.CharField(_("type"), max_length=40, blank=True)
    size = models.BigIntegerField(_("size"))
    blob = models.ForeignKey(
        Blob,
        models.PROTECT,
        related_name="files",
        null=True,
        blank=True,
        verbose_name=_("stored bytes"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADING)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    scan = models.CharField(_("scan"), max_length=8, choices=Scan.choices, default=Scan.PENDING)
    scanned_at = models.DateTimeField(_("scanned"), null=True, blank=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    duration_ms = models.PositiveIntegerField(_("duration in ms"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    attached_to = models.CharField(_("belongs to"), max_length=80, blank=True)
    attached_by = person(_("attached by"))
    attached_at = models.DateTimeField(_("attached"), null=True, blank=True)
    loose_since = models.DateTimeField(_("belongs to nothing since"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    ended_at = models.DateTimeField(_("refused or removed"), null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-id"]
        permissions = [
            ("open_file", "Can open files of other people, for a reason that is kept"),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="file_owner"),
            models.Index(
                fields=["next_try_at"],
                name="file_owed",
                condition=Q(state__in=["scanning", "processing"]),
            ),
            models.Index(fields=["attached_to", "id"], name="file_attached", condition=~Q(attached_to="")),
            models.Index(
                fields=["loose_since"],
                name="file_loose",
                condition=Q(attached_to="") & ~Q(state="removed"),
            ),
            models.Index(fields=["state", "ended_at"], name="file_ended"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="file_progress"),
            models.CheckConstraint(
                condition=Q(blob__isnull=False) | Q(state__in=["uploading", "refused", "removed"]),
                name="file_has_bytes",
            ),
            models.CheckConstraint(
                condition=Q(blob__isnull=True) | ~Q(state="removed"), name="file_removed_has_none"
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(reason="")) | (~Q(state="refused") & Q(reason="")),
                name="file_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(ready_at__isnull=False) & Q(scan__in=["none", "clean"])),
                name="file_ready_was_scanned",
            ),
            models.CheckConstraint(
                condition=Q(attached_at__isnull=True, attached_to="")
                | (Q(attached_at__isnull=False) & ~Q(attached_to="")),
                name="file_attached_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)
