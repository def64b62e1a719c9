"""The log of facts and the outbox rows owed to reactions."""

from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.facts import FACTS, REACTIONS


class Event(models.Model):
    """One fact, written in the transaction that made it true; never edited."""

    label = models.CharField(max_length=80)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    actor_id = models.UUIDField(null=True, help_text="User id; outlives the account.")
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["label", "happened_at"], name="event_by_label")]

    def __str__(self) -> str:
        return f"{self.label} #{self.pk}"

    def fact(self):
        return FACTS[self.label](**self.payload)


class DeliveryQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(done_at=None, attempts__lt=Delivery.MAX_ATTEMPTS)

    def due(self):
        return self.pending().filter(next_attempt_at__lte=timezone.now())


class Delivery(models.Model):
    """What one reaction still owes one event: the outbox row."""

    MAX_ATTEMPTS = 10

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["event", "reaction"], name="delivery_once")]
        indexes = [models.Index(fields=["next_attempt_at"], name="delivery_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.reaction} <- {self.event_id}"

    def react(self) -> None:
        REACTIONS[self.event.label][self.reaction](self.event.fact())

    def postpone(self, error: Exception) -> None:
        """Back off 15 s, 30 s, 1 min ... up to about two hours."""
        self.attempts += 1
        self.last_error = repr(error)[:2000]
        self.next_attempt_at = timezone.now() + timedelta(seconds=15 * 2 ** (self.attempts - 1))


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
