from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7


class PrivacyRequest(models.Model):
    """What somebody asks about their data: an answer is owed within ten days (law 09-08)."""

    class Kind(models.TextChoices):
        RECTIFICATION = "rectification", _("Correct something about me")
        OPPOSITION = "opposition", _("Object to a use of my data")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="privacy_requests", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    text = models.TextField(_("what is asked"), max_length=2000)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("answer owed by"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False, answer__gt=""),
                name="privacy_answer_dated",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(answered_at=None), name="privacy_request_owed")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d}"

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due_at <= timezone.now()
