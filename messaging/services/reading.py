"""How far people have read. It never goes back, whatever comes late."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from events.services import emit
from messaging.facts import MessagesUnread
from messaging.models import Manners, Seat
from messaging.services.changes import lock_conversation, next_n, tell_read, tell_self
from messaging.services.posting import find_message, seat_of

PATIENCE = timedelta(minutes=10)


@transaction.atomic
def mark_read(*, message_id: Any, by: User) -> Seat:
    """Everything up to this message has been read. Raises Message.DoesNotExist for strangers."""
    message = find_message(message_id, by)
    return read_up_to(seat=seat_of(message.conversation_id, by), place=message.place, by=by)


@transaction.atomic
def read_up_to(*, seat: Seat, place: int, by: User) -> Seat:
    """Move a read mark forward; others learn of it unless the reader keeps that to themselves."""
    if place <= seat.read_place:
        return seat
    conversation = lock_conversation(seat.conversation_id)
    seat.refresh_from_db(fields=["read_place", "read_at", "n"])
    place = min(place, conversation.last_place)
    if place <= seat.read_place:
        return seat
    seat.read_place, seat.read_at = place, timezone.now()
    is_told = manners_of(by).shows_reads
    if is_told:
        seat.n = next_n(conversation)
        conversation.save(update_fields=["last_n"])
    seat.save(update_fields=["read_place", "read_at", "n"])
    if is_told:
        tell_read(conversation, seat)
    else:
        tell_self(by.pk, {"kind": "counted", "conversation": str(conversation.pk)})
    return seat


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Every conversation of a person is read to its end; return how many were not."""
    seats = list(Seat.objects.of(by).unread().order_by("conversation_id").select_related("conversation"))
    for seat in seats:
        read_up_to(seat=seat, place=seat.conversation.last_place, by=by)
    return len(seats)


def manners_of(user: Any) -> Manners:
    """What a person lets others see; the defaults when they never said."""
    return Manners.objects.filter(pk=user.pk).first() or Manners(user=user)


@transaction.atomic
def remind_of_unread(*, now: datetime, limit: int = 200) -> int:
    """Tell those whose messages have waited ten minutes, once for what has waited; return how many.

    Locks the seats; rows that another worker holds are left to it.
    """
    waiting = (
        Seat.objects.taken()
        .unread()
        .filter(
            muted_at=None,
            conversation__last_at__lt=now - PATIENCE,
            conversation__newest__kind="text",
            reminded_place__lt=F("conversation__last_place"),
        )
    )
    rows = waiting.select_related("conversation__newest__author").order_by("pk")
    seats = list(rows.select_for_update(of=("self",), skip_locked=True)[:limit])
    for seat in seats:
        _remind(seat)
    return len(seats)


def _remind(seat: Seat) -> None:
    conversation = seat.conversation
    author = conversation.newest.author if conversation.newest else None
    seat.reminded_place = conversation.last_place
    seat.save(update_fields=["reminded_place"])
    emit(
        MessagesUnread(
            conversation_id=str(conversation.pk),
            user_id=str(seat.user_id),
            n_unread=conversation.last_place - seat.read_place,
            place=conversation.last_place,
            sender=author.name if author else "",
        )
    )
