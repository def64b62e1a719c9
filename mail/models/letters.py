"""The letters, which are also their outbox and their log."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from mail.models.mailings import Mailing
from mail.querysets import OWED, LetterQuerySet


class Letter(Staged, models.Model):
    """One e-mail to one address. `kind` picks the words, `data` fills them in, `sealed` holds secret ones.

    `next_try_at` is when to try; while a worker tries, until when it alone may. `sealed` is emptied as soon
    as the letter has left or is given up.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("On its way")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Reported as unwanted")
        FAILED = "failed", _("Given up")
        SUPPRESSED = "suppressed", _("Held back")

    MOVES = {
        State.QUEUED: {State.SENDING, State.SUPPRESSED, State.FAILED},
        State.SENDING: {State.SENT, State.QUEUED, State.BOUNCED, State.SUPPRESSED, State.FAILED},
        State.SENT: {State.DELIVERED, State.BOUNCED, State.COMPLAINED, State.QUEUED},
        State.DELIVERED: {State.BOUNCED, State.COMPLAINED, State.QUEUED},
        State.FAILED: {State.QUEUED},
        State.BOUNCED: {State.QUEUED},
        State.SUPPRESSED: {State.QUEUED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    to = models.CharField(_("to"), max_length=254)
    language = models.CharField(_("language"), max_length=2)
    user_id = models.UUIDField(
        _("person"), null=True, blank=True, help_text=_("An id; outlives the account.")
    )
    data = models.JSONField(_("data"), default=dict, encoder=DjangoJSONEncoder)
    sealed = models.TextField(_("sealed"), blank=True)
    mailing = models.ForeignKey(
        Mailing, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("mailing")
    )
    key = models.CharField(max_length=200, blank=True, help_text="asked for twice, written once")
    rank = models.PositiveSmallIntegerField(_("rank"), default=0, help_text="0 leaves before 1 before 2")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    error = models.TextField(_("last error"), blank=True)
    provider = models.CharField(_("provider"), max_length=12, blank=True)
    provider_id = models.CharField(_("provider's number"), max_length=200, blank=True)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    settled_at = models.DateTimeField(_("last word"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="letter_once"),
        ]
        indexes = [
            models.Index(fields=["rank", "next_try_at"], condition=Q(state__in=OWED), name="letter_owed"),
            models.Index(fields=["to", "-id"], name="letter_to"),
            models.Index(fields=["user_id", "-id"], name="letter_person"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="letter_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to}"


class ShownLetter(models.Model):
    """A letter as it left, for the page of development: written with settings.DEMO only."""

    id = models.UUIDField(primary_key=True)
    to = models.CharField(max_length=254, db_index=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField()
    link = models.CharField(max_length=600, blank=True)
    code = models.CharField(max_length=40, blank=True)
    token = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.to}"
