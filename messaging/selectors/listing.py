"""The list of a person's conversations, and what is found in them, a page at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from messaging.errors import QuestionTooShort
from messaging.models import Block, Conversation, Message, Seat
from messaging.selectors.inbox import Row, conversations_of, kept, rows_of, with_news

PAGE = 20
SHORTEST, LONGEST = 2, 200  # letters of what is looked for
# What the list may be narrowed to.
SHOWS = ("", "unread", "archived")


def listed(user: Any, show: str, after: UUID | None = None) -> tuple[list[Row], bool]:
    """A page of conversations, the pinned ones first, then the newest news; and whether there are more.

    `after` is the last conversation of the page before.
    """
    pinned = Seat.objects.of(user).filter(conversation=OuterRef("pk")).exclude(pinned_at=None)
    mine = kept(conversations_of(user), user, archived=show == "archived")
    rows: Any = mine.annotate(is_pinned=Exists(pinned))
    if show == "unread":
        rows = with_news(rows, user)
    if after:
        rows = _further(rows, after)
    found = list(rows.order_by("-is_pinned", "-last_at", "-pk")[: PAGE + 1])
    return rows_of(found[:PAGE], user), len(found) > PAGE


def _further(rows: Any, after: UUID) -> Any:
    """Raises Conversation.DoesNotExist for one that is not in the list (any more)."""
    last = rows.get(pk=after)
    older = Q(last_at__lt=last.last_at) | Q(last_at=last.last_at, pk__lt=last.pk)
    rest = Q(is_pinned=last.is_pinned) & older
    return rows.filter(rest | Q(is_pinned=False) if last.is_pinned else rest)


def question_in(typed: str) -> str:
    """What is looked for. Raises QuestionTooShort."""
    question = typed.strip()[:LONGEST]
    if len(question) < SHORTEST:
        raise QuestionTooShort
    return question


def messages_saying(user: Any, question: str, within: UUID | None = None) -> Any:
    """A person's messages with every word in them, of one conversation or of all."""
    rows = Message.objects.visible_to(user).saying(question)
    if within:
        rows = rows.filter(conversation=within)
    return rows.select_related("author", "conversation")


def found_messages(
    user: Any, question: str, within: UUID | None = None, before: UUID | None = None
) -> tuple[list[Message], bool]:
    """A page of them, the newest first; whether there are more."""
    rows = messages_saying(user, question, within)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def rows_by_id(user: Any, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Some of a person's conversations."""
    rows = rows_of(list(conversations_of(user).filter(pk__in=ids)), user)
    return {row.conversation.pk: row for row in rows}


def block_of(row: Row) -> str:
    """ "ours" when the reader's side blocked the other one, "theirs" when they did, "" for neither.

    Only direct conversations can be blocked.
    """
    if row.conversation.kind != Conversation.Kind.DIRECT:
        return ""
    ours, theirs = row.seat.party.key, [party.key for party in row.others]
    rows = Block.objects.filter(
        Q(key=ours, blocked_key__in=theirs) | Q(key__in=theirs, blocked_key=ours)
    ).values_list("key", flat=True)
    keys = set(rows)
    return "ours" if ours in keys else "theirs" if keys else ""
