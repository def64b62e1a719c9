"""The inbox."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from notifications.querysets import NoticeQuerySet


class Notice(models.Model):
    """One thing a person is told. `kind` picks the sentence (translated when shown), `data` fills it in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    data = models.JSONField(_("data"), default=dict)
    thread = models.CharField(
        _("thread"), max_length=60, blank=True, help_text="what it is about: a contract, a campaign"
    )
    link = models.CharField(
        _("link"), max_length=200, blank=True, help_text="path without the language prefix"
    )
    asks_action = models.BooleanField(_("asks something of the reader"), default=False)
    key = models.CharField(max_length=120, help_text="a reaction run twice tells once")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["reader", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["reader", "-id"], condition=Q(removed_at=None), name="notice_inbox"),
            models.Index(fields=["reader"], condition=Q(read_at=None, removed_at=None), name="notice_unread"),
            models.Index(fields=["reader", "-id"], condition=~Q(saved_at=None), name="notice_saved"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reader_id}"
