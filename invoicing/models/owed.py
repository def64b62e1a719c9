from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invoicing.models.documents import Document, Kind
from invoicing.querysets import OwedQuerySet


class OwedDocument(models.Model):
    """A paper that must be issued: the promise, made where its cause was seen, kept when nothing is missing.

    `subject_id` is an escrow part, a payout or a wallet, by kind. `reason` says why it is still owed.
    """

    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    subject_id = models.UUIDField(_("subject"))
    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("why it is owed"), max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    owed_at = models.DateTimeField(_("owed"), auto_now_add=True)
    dropped_at = models.DateTimeField(_("nothing to say"), null=True, blank=True)
    told_at = models.DateTimeField(_("people told"), null=True, blank=True)
    drawn_at = models.DateTimeField(_("drawn"), null=True, blank=True)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="owed", verbose_name=_("document")
    )

    objects = OwedQuerySet.as_manager()

    class Meta:
        verbose_name = _("document owed")
        verbose_name_plural = _("documents owed")
        ordering = ["owed_at", "id"]
        indexes = [
            models.Index(fields=["subject_id", "kind"], name="document_owed_for"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(document=None, dropped_at=None),
                name="document_owed_open",
            ),
            models.Index(
                fields=["id"], condition=Q(document__isnull=False, told_at=None), name="document_not_told"
            ),
            models.Index(
                fields=["id"], condition=Q(document__isnull=False, drawn_at=None), name="document_not_drawn"
            ),
        ]

    def __str__(self) -> str:
        return self.key
