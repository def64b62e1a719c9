"""Conversations are opened once; their seats follow the people of both sides."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kit.errors import ensure
from messaging.models import Block, Conversation, Message, Party, Seat
from messaging.policies import may_write
from messaging.selectors.topics import Side, topic
from messaging.services.changes import next_n, tell_all, tell_one


@transaction.atomic
def open_conversation(*, kind: str, about: str) -> Conversation:
    """The conversation about this thing, opened when there is none yet. Two at once open one.

    Contacts show from the start where nothing is left to protect.
    """
    conversation, is_new = Conversation.objects.get_or_create(kind=kind, about=about)
    if is_new:
        if topic(kind).shows_contacts(about):
            conversation.contacts_open_at = conversation.opened_at
            conversation.save(update_fields=["contacts_open_at"])
        for side in topic(kind).sides(about):
            _seat_side(conversation, side)
    return conversation


def _seat_side(conversation: Conversation, side: Side) -> None:
    party = Party.objects.create(
        conversation=conversation, side=side.side, key=side.key, name=side.name[:120]
    )
    Seat.objects.bulk_create(
        Seat(conversation=conversation, party=party, user_id=member.user_id, writes=member.writes)
        for member in side.members
    )


@transaction.atomic
def seat_member(*, key: str, user_id: UUID, writes: bool) -> int:
    """A person joined a side, or may do something else there: in all its conversations; return how many.

    Among themselves everybody writes. What was said before counts as read.
    """
    parties = Party.objects.filter(key=key).select_related("conversation").order_by("conversation_id")
    seats = [
        Seat(
            conversation=party.conversation,
            party=party,
            user_id=user_id,
            writes=writes or party.conversation.kind == Conversation.Kind.TEAM,
            read_place=party.conversation.last_place,
            reminded_place=party.conversation.last_place,
        )
        for party in parties
    ]
    Seat.objects.bulk_create(
        seats,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["conversation", "user"],
        update_fields=["party", "writes", "left_at"],
    )
    return len(seats)


@transaction.atomic
def unseat_member(*, key: str, user_id: UUID) -> int:
    """A person left a side: they neither see nor hear its conversations from now on; return how many."""
    seats = Seat.objects.taken().with_key(key).filter(user_id=user_id)
    ids = list(seats.values_list("conversation_id", flat=True))
    seats.update(left_at=timezone.now(), draft="")
    if ids:
        tell_one(user_id, {"kind": "left", "conversations": [str(one) for one in ids]})
    return len(ids)


@transaction.atomic
def open_contacts(*, kind: str, about: str) -> None:
    """The funds are secured: phone numbers and the like are shown from now on, also those written before.

    Each message that changes its look is a change with a number of its own, so that whoever was away gets
    it too; open pages are told once, up to which number. Repeated, or where nobody has talked yet, it does
    nothing. Locks the conversation. The same few queries for one message and for a thousand.
    """
    found = Conversation.objects.filter(kind=kind, about=about, contacts_open_at=None)
    conversation = found.select_for_update().first()
    if conversation is None:
        return
    conversation.contacts_open_at = timezone.now()
    covered = list(conversation.messages.exclude(covered="").only("conversation", "n").order_by("place"))
    for message in covered:
        message.n = next_n(conversation)
    Message.objects.bulk_update(covered, ["n"], batch_size=500)
    conversation.save(update_fields=["contacts_open_at", "last_n"])
    said = {"kind": "again", "conversation": str(conversation.pk), "upto": conversation.last_n}
    tell_all(conversation, said)


@transaction.atomic
def block_side(*, seat: Seat, by: Any) -> None:
    """The side of this seat wants no direct messages from the other one. Repeated, it does nothing.

    Raises NotAllowed for those who may only look.
    """
    ensure(may_write(seat))
    for party in _others(seat):
        Block.objects.get_or_create(key=seat.party.key, blocked_key=party.key, defaults={"by": by})


@transaction.atomic
def unblock_side(*, seat: Seat) -> None:
    """They may write again. Raises NotAllowed for those who may only look."""
    ensure(may_write(seat))
    keys = [party.key for party in _others(seat)]
    Block.objects.filter(key=seat.party.key, blocked_key__in=keys).delete()


def _others(seat: Seat) -> Sequence[Party]:
    return list(Party.objects.filter(conversation=seat.conversation_id).exclude(pk=seat.party_id))


def is_blocked(keys: Sequence[str]) -> bool:
    """Whether one of these sides has blocked another of them."""
    return Block.objects.filter(key__in=keys, blocked_key__in=keys).exists()
