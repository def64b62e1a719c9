"""How far people have read. It never goes back, whatever comes late."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from events.services import emit
from messaging.facts import MessagesUnread
from messaging.models import Message, Seat
from messaging.selectors.manners import manners_of
from messaging.services.changes import lock_conversation, next_n, tell_one, tell_read
from messaging.services.posting import find_message, seat_of

PATIENCE = timedelta(minutes=10)
STALE = timedelta(days=2)


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
    # The reader's other tabs count again; nobody else's numbers have changed.
    tell_one(by.pk, {"kind": "counted", "conversation": str(conversation.pk)})
    return seat


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Every conversation of a person is read to its end; return how many were not."""
    seats = list(Seat.objects.of(by).unread().order_by("conversation_id").select_related("conversation"))
    for seat in seats:
        read_up_to(seat=seat, place=seat.conversation.last_place, by=by)
    return len(seats)


@transaction.atomic
def remind_of_unread(*, now: datetime, limit: int = 200) -> int:
    """Tell those for whom somebody's words have waited ten minutes; return how many. They are told again only
    of what comes after they have looked.

    Locks the seats; rows that another worker holds are left to it. Words older than two days are past.
    """
    said = Message.objects.filter(
        conversation=OuterRef("conversation"),
        place__gt=OuterRef("read_place"),
        kind=Message.Kind.TEXT,
        removed_at=None,
    )
    seats = (
        Seat.objects.taken()
        .unread()
        .select_related("conversation")
        .annotate(sender=Subquery(said.order_by("-place").values("author__name")[:1]))
        .filter(
            Exists(said.filter(sent_at__lt=now - PATIENCE)),
            muted_at=None,
            read_place__gte=F("reminded_place"),
            conversation__last_at__gt=now - STALE,
        )
    )
    rows = list(seats.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:limit])
    for seat in rows:
        seat.reminded_place = seat.conversation.last_place
        emit(
            MessagesUnread(
                conversation_id=str(seat.conversation_id),
                user_id=str(seat.user_id),
                n_unread=seat.conversation.last_place - seat.read_place,
                place=seat.conversation.last_place,
                sender=seat.sender,
            )
        )
    Seat.objects.bulk_update(rows, ["reminded_place"])
    return len(rows)
