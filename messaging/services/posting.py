"""Saying something, changing it, taking it back; and the lines of the house."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.services import emit
from files.services import attach
from kit.arabizi import findable
from kit.contacts import cover
from kit.errors import ensure
from kit.text import tidy_words
from messaging.errors import Blocked, NothingToSay, Removed, SameMessageDiffers, TooLate, TooLong
from messaging.facts import MessagePosted
from messaging.models import Conversation, Message, Seat, Wording
from messaging.models.messages import LONGEST
from messaging.policies import WINDOW, is_author, may_change, may_write
from messaging.selectors.manners import manners_of
from messaging.services.changes import lock_conversation, next_n, tell_message, tell_read
from messaging.services.opening import is_blocked, open_conversation


@transaction.atomic
def post_message(
    *, conversation_id: Any, body: str, client_id: UUID, by: User, file_ids: Sequence[UUID] = ()
) -> Message:
    """Say something, once for each `client_id`: repeated, the first message is returned and nobody hears it
    again. One's own words count as read. Files are the author's own, sent for the purpose "message".

    Locks the conversation. Raises Conversation.DoesNotExist for strangers, NotAllowed, Blocked,
    NothingToSay, TooLong, SameMessageDiffers, and what files.services.attach raises.
    """
    words = fitted(body)
    seat = seat_of(conversation_id, by)
    ensure(may_write(seat))
    conversation = lock_conversation(conversation_id)
    said = conversation.messages.filter(author=by, client_id=client_id).select_related("author").first()
    if said is not None:
        return same(said, words)
    refuse_blocked(conversation)
    if not words and not file_ids:
        raise NothingToSay
    message = Message(author=by, side=seat.party.side, client_id=client_id, **read_as(words))
    message.n_files = len(attach(file_ids=file_ids, by=by, to=message.target)) if file_ids else 0
    place(message, conversation)
    Seat.objects.filter(pk=seat.pk).update(read_place=message.place, read_at=message.sent_at, draft="")
    _tell_read_by_answering(seat, message, by)
    # News brings a conversation back from the archive, unless its reader wants no news of it.
    Seat.objects.filter(conversation=conversation, muted_at=None).exclude(archived_at=None).update(
        archived_at=None
    )
    fact = MessagePosted(
        conversation_id=str(conversation.pk),
        message_id=str(message.pk),
        author_id=str(by.pk),
        kind=conversation.kind,
        about=conversation.about,
    )
    emit(fact, by=by)
    return message


def _tell_read_by_answering(seat: Seat, message: Message, by: User) -> None:
    """Whoever answers has read: one change, under the number of the answer. The others learn it unless its
    author keeps that private.
    """
    had_unread = seat.read_place < message.place - 1
    if had_unread and manners_of(by).shows_reads:
        seat.read_place, seat.read_at, seat.n = message.place, message.sent_at, message.n
        seat.save(update_fields=["read_place", "read_at", "n"])
        tell_read(message.conversation, seat)


def seat_of(conversation_id: Any, user: User) -> Seat:
    """A person's place. Raises Conversation.DoesNotExist for whoever has none, as if there were nothing."""
    seats = Seat.objects.of(user).select_related("party", "conversation")
    seat = seats.filter(conversation=conversation_id).first()
    if seat is None:
        raise Conversation.DoesNotExist
    return seat


def fitted(body: str) -> str:
    """Without marks that hide something or reach beyond it. Raises TooLong."""
    words = tidy_words(body)
    if len(words) > LONGEST:
        raise TooLong(length=len(words), longest=LONGEST)
    return words


def same(said: Message, words: str) -> Message:
    """The message that was already sent under this id. Raises SameMessageDiffers for another one."""
    # Changed or removed since, it is still the one that was sent.
    if said.body != words and not said.edited_at and not said.removed_at:
        raise SameMessageDiffers
    return said


def refuse_blocked(conversation: Conversation) -> None:
    """Raises Blocked. What two sides do together is talked about all the same."""
    if conversation.kind == Conversation.Kind.DIRECT:
        keys = list(conversation.parties.values_list("key", flat=True))
        if is_blocked(keys):
            raise Blocked


def read_as(words: str) -> dict[str, Any]:
    """What a message keeps of its words."""
    covered = cover(words)
    return {
        "body": words,
        "covered": covered.text if covered.kinds else "",
        "contacts": covered.kinds,
        "findable": findable(covered.text),
    }


def place(message: Message, conversation: Conversation) -> None:
    """Put a new message at the end of a locked conversation, and tell everybody."""
    conversation.last_place += 1
    message.conversation, message.place, message.n = (
        conversation,
        conversation.last_place,
        next_n(conversation),
    )
    message.save(force_insert=True)
    conversation.newest, conversation.last_at = message, message.sent_at
    conversation.save(update_fields=["last_n", "last_place", "newest", "last_at"])
    tell_message(conversation, message)


class Offered(NamedTuple):
    """Who named a price, and the words that came with it."""

    by: User
    words: str


@transaction.atomic
def post_line(
    *,
    kind: str,
    about: str,
    event_id: int,
    label: str,
    data: dict[str, Any],
    offered: Offered | None = None,
) -> None:
    """The house tells what happened, once for each event; the conversation is opened if need be. When it
    put a price on the table, `offered` says who named it and what they wrote beside it, which is read as any
    words of theirs.

    A line is unread news for nobody but whoever looks: those who had read everything still have.
    """
    opened = open_conversation(kind=kind, about=about)
    conversation = lock_conversation(opened.pk)
    if Message.objects.filter(conversation=conversation, event_id=event_id).exists():
        return
    before = conversation.last_place
    line = Message(
        kind=Message.Kind.OFFER if offered else Message.Kind.LINE,
        author=offered.by if offered else None,
        event_id=event_id,
        label=label,
        data=data,
        side=str(data.get("side", "")),
        **read_as(tidy_words(offered.words if offered else "")),
    )
    place(line, conversation)
    Seat.objects.filter(conversation=conversation, read_place=before).update(read_place=line.place)


@transaction.atomic
def edit_message(*, message_id: Any, body: str, by: User) -> Message:
    """Put other words in place of one's own, within 15 minutes; the old ones are kept for disputes.

    Raises Message.DoesNotExist for strangers, NotAllowed, Removed, TooLate, NothingToSay, TooLong, Blocked.
    """
    words = fitted(body)
    message = lock_own(message_id, by)
    ensure_fresh(message, by)
    if not words and not message.n_files:
        raise NothingToSay
    if message.body == words:
        return message
    refuse_blocked(message.conversation)
    Wording.objects.create(message=message, body=message.body)
    for name, value in read_as(words).items():
        setattr(message, name, value)
    message.edited_at = timezone.now()
    _save_change(message)
    return message


@transaction.atomic
def remove_message(*, message_id: Any, by: User) -> Message:
    """Take one's own words back, within 15 minutes; repeated, nothing happens. What was said is kept for
    disputes.

    Raises Message.DoesNotExist for strangers, NotAllowed, TooLate.
    """
    message = lock_own(message_id, by)
    if message.removed_at:
        return message
    ensure_fresh(message, by)
    Wording.objects.create(message=message, body=message.body)
    message.removed_at = timezone.now()
    message.body = message.covered = message.findable = ""
    message.contacts = []
    _save_change(message)
    return message


def find_message(message_id: Any, user: User) -> Message:
    """A message of a conversation in which the person has a place. Raises Message.DoesNotExist."""
    found: Message = (
        Message.objects.visible_to(user).select_related("author", "conversation").get(pk=message_id)
    )
    return found


def lock_own(message_id: Any, by: User) -> Message:
    """One's own message, its conversation locked. Raises as own_message."""
    conversation = lock_conversation(own_message(message_id, by).conversation_id)
    message = find_message(message_id, by)
    message.conversation = conversation
    return message


def own_message(message_id: Any, by: User) -> Message:
    """A message of one's own. Raises Message.DoesNotExist for strangers, NotAllowed for others and for
    authors who may only look by now.
    """
    message = find_message(message_id, by)
    ensure(is_author(by, message) and may_write(seat_of(message.conversation_id, by)))
    return message


def ensure_fresh(message: Message, by: User) -> None:
    """Raises Removed or TooLate when a message of one's own cannot be changed any more."""
    if message.removed_at:
        raise Removed
    if not may_change(by, message):
        raise TooLate(minutes=int(WINDOW.total_seconds() // 60))


def _save_change(message: Message) -> None:
    conversation = message.conversation
    message.n = next_n(conversation)
    message.save(update_fields=["n", "body", "covered", "contacts", "findable", "edited_at", "removed_at"])
    conversation.save(update_fields=["last_n"])
    tell_message(conversation, message)


@transaction.atomic
def show_files_of(*, message_id: Any) -> None:
    """A file of a message is ready, or refused: everybody looks again. One that was removed stays so."""
    message = Message.objects.select_related("author").filter(pk=message_id).first()
    if message is None or message.removed_at:
        return
    message.conversation = lock_conversation(message.conversation_id)
    message.refresh_from_db(fields=["body", "covered", "contacts", "findable", "edited_at", "removed_at"])
    _save_change(message)
