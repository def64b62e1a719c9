"""A conversation, the sides of it, and the people of each side."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.ids import uuid7
from messaging.querysets import ConversationQuerySet, SeatQuerySet


class Conversation(models.Model):
    """People talking about one thing. `kind` and `about` name the thing; whoever knows it answers for it
    (settings.CONVERSATION_TOPICS).

    Everything that changes in a conversation takes its next number `last_n` while the row is locked, so
    numbers are without holes and in the same order for everybody: whoever has seen n asks for what is newer.
    `last_place` counts messages only.
    """

    class Kind(models.TextChoices):
        APPLICATION = "application", _("Application")
        DIRECT = "direct", pgettext_lazy("conversation", "Direct")
        TEAM = "team", _("Team")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    about = models.CharField(_("about"), max_length=80, help_text="ids, such as that of an application")
    last_n = models.PositiveBigIntegerField(_("last change"), default=0)
    last_place = models.PositiveBigIntegerField(_("messages"), default=0)
    newest = models.ForeignKey(
        "messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    last_at = models.DateTimeField(_("last message"), default=timezone.now)
    contacts_open_at = models.DateTimeField(
        _("contacts shown since"), null=True, blank=True, help_text=_("Covered until funds are secured.")
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "about"], name="conversation_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["application", "direct", "team"]), name="conversation_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["-last_at", "-id"], name="conversation_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Party(models.Model):
    """One side of a conversation: a brand with its team, or a creator. `key` is the same in all of them."""

    class Side(models.TextChoices):
        BRAND = "brand", _("Brand")
        INFLUENCER = "influencer", _("Influencer")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="parties")
    side = models.CharField(_("side"), max_length=12, choices=Side.choices)
    key = models.CharField(max_length=60, help_text='"brand:<id>" or "influencer:<id>"')
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("side of a conversation")
        verbose_name_plural = _("sides of conversations")
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "side"], name="party_once"),
            models.CheckConstraint(condition=Q(side__in=["brand", "influencer"]), name="party_side_known"),
        ]
        indexes = [models.Index(fields=["key"], name="party_key")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person in a conversation: what they have read, and how they keep it.

    `read_place` is the place of the last message read; it never goes back. `n` is the change at which others
    were told of it. Whoever left keeps the row, without seeing anything any more.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="seats")
    party = models.ForeignKey(Party, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seats")
    writes = models.BooleanField(_("may write"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    read_place = models.PositiveBigIntegerField(_("read up to"), default=0)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    n = models.PositiveBigIntegerField(default=0)
    reminded_place = models.PositiveBigIntegerField(
        default=0, help_text="up to which message an e-mail reminded"
    )
    muted_at = models.DateTimeField(_("muted"), null=True, blank=True)
    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    draft = models.TextField(_("draft"), max_length=4000, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a conversation")
        verbose_name_plural = _("places in conversations")
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="seat_once")]
        indexes = [models.Index(fields=["user", "conversation"], condition=Q(left_at=None), name="seat_of")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"
