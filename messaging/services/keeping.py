"""How a person keeps their conversations. Nobody else sees any of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from messaging.models import Manners, Seat
from messaging.models.messages import LONGEST
from messaging.services.changes import tell_one
from messaging.services.posting import seat_of

KEPT = {"muted": "muted_at", "pinned": "pinned_at", "archived": "archived_at"}


@transaction.atomic
def keep(*, conversation_id: Any, by: User, **how: bool) -> Seat:
    """Mute, pin or archive a conversation, or undo it: muted=True, pinned=False. Repeated, nothing happens.

    Raises Conversation.DoesNotExist for strangers.
    """
    seat = seat_of(conversation_id, by)
    for name, is_on in how.items():
        column = KEPT[name]
        if bool(getattr(seat, column)) != is_on:
            setattr(seat, column, timezone.now() if is_on else None)
    seat.save(update_fields=[KEPT[name] for name in how])
    tell_one(by.pk, {"kind": "kept", "conversation": str(seat.conversation_id)})
    return seat


@transaction.atomic
def save_draft(*, conversation_id: Any, text: str, by: User) -> Seat:
    """Keep what is being written, as it is. Raises Conversation.DoesNotExist for strangers."""
    seat = seat_of(conversation_id, by)
    seat.draft = text[:LONGEST]
    seat.save(update_fields=["draft"])
    return seat


@transaction.atomic
def set_manners(*, shows_reads: bool, shows_presence: bool, by: User) -> Manners:
    """What others see of a person from now on."""
    manners, _is_new = Manners.objects.update_or_create(
        user=by, defaults={"shows_reads": shows_reads, "shows_presence": shows_presence}
    )
    return manners
