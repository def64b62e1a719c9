"""What is said."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from messaging.models.conversations import Conversation
from messaging.querysets import MessageQuerySet

LONGEST = 4000
MOST_FILES = 10


class Message(models.Model):
    """One message, or a line of the house about a step of the deal.

    `place` is its place in the conversation, for good; `n` the number of its last change. `body` is what was
    written, `covered` what is read instead while contacts are covered (empty when there is nothing to
    cover). `client_id` comes from whoever sends it: the same twice is the same message. A line carries the
    id of the event it tells, as the audit does.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Message")
        LINE = "line", _("Step")
        OFFER = "offer", _("Offer")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    place = models.PositiveBigIntegerField(_("place"))
    n = models.PositiveBigIntegerField()
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.TEXT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    side = models.CharField(_("side"), max_length=12, blank=True)
    client_id = models.UUIDField(null=True, blank=True)
    body = models.TextField(_("text"), max_length=LONGEST, blank=True)
    covered = models.TextField(_("text with contacts covered"), blank=True)
    contacts = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    findable = models.TextField(blank=True, help_text="kit.arabizi.findable of what everybody may read")
    n_files = models.PositiveSmallIntegerField(_("files"), default=0)
    event_id = models.BigIntegerField(null=True, blank=True)
    label = models.CharField(_("step"), max_length=60, blank=True)
    data = models.JSONField(_("data"), default=dict, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["conversation", "place"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "place"], name="message_place_once"),
            models.UniqueConstraint(
                fields=["conversation", "author", "client_id"],
                condition=~Q(client_id=None),
                name="message_once",
            ),
            models.UniqueConstraint(
                fields=["conversation", "event_id"], condition=~Q(event_id=None), name="message_event_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "line", "offer"]), name="message_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(author=None) | ~Q(kind="text"), name="message_text_has_author"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "n"], name="message_changed"),
            GinIndex(fields=["findable"], opclasses=["gin_trgm_ops"], name="message_findable"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.place}"

    @property
    def target(self) -> str:
        """What its files are put on."""
        return f"message:{self.pk}"

    def reads(self, *, contacts_open: bool) -> str:
        """What people read."""
        return self.body if contacts_open or not self.covered else self.covered


class Wording(models.Model):
    """How a message read before it was changed or removed: kept for disputes, shown to nobody else."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="wordings")
    body = models.TextField(_("text"), max_length=LONGEST)
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.replaced_at}"
