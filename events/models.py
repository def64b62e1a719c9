"""The log of facts, the outbox rows owed to reactions, and answers given once."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.errors import UnknownFact, UnknownReaction
from events.facts import FACTS, REACTIONS, Fact
from events.querysets import DeliveryQuerySet
from kit.retries import MAX_ATTEMPTS, next_try


class Event(models.Model):
    """One fact, written in the transaction that made it true; never edited, kept for good."""

    label = models.CharField(_("fact"), max_length=80)
    payload = models.JSONField(_("values"), encoder=DjangoJSONEncoder)
    actor_id = models.UUIDField(_("actor"), null=True, help_text=_("User id; outlives the account."))
    happened_at = models.DateTimeField(_("happened"), default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [models.Index(fields=["label", "happened_at"], name="event_by_label")]

    def __str__(self) -> str:
        return f"{self.label} #{self.pk}"

    def fact(self) -> Fact:
        """Raises UnknownFact when the code no longer has a fact of this name, or not with these fields."""
        try:
            return FACTS[self.label].restore(self.payload, event_id=self.pk)
        except (KeyError, TypeError) as error:
            raise UnknownFact(self.label) from error


class Delivery(models.Model):
    """What one reaction still owes one event: the outbox row."""

    MAX_ATTEMPTS = MAX_ATTEMPTS

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    reaction = models.CharField(_("reaction"), max_length=120)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-attempts", "-id"]
        constraints = [models.UniqueConstraint(fields=["event", "reaction"], name="delivery_once")]
        indexes = [models.Index(fields=["next_attempt_at"], name="delivery_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.reaction} <- {self.event_id}"

    @property
    def is_red(self) -> bool:
        return self.done_at is None and self.attempts >= MAX_ATTEMPTS

    def react(self) -> None:
        """Run the reaction. Raises what it raises, and UnknownFact or UnknownReaction after a renaming."""
        react = REACTIONS.get(self.event.label, {}).get(self.reaction)
        if react is None:
            raise UnknownReaction(self.reaction)
        react(self.event.fact())

    def postpone(self, error: Exception) -> None:
        """Note a failure (in memory) and when to try again."""
        self.attempts += 1
        self.last_error = repr(error)[:2000]
        self.next_attempt_at = next_try(self.attempts)


class IdempotentAnswer(models.Model):
    """What was answered to one Idempotency-Key of one person, written with the effect it reports."""

    user_id = models.UUIDField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body")
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
