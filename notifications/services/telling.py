"""Telling people things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kit.errors import ensure
from kit.links import path
from kit.live import push
from kit.throttle import take
from notifications.models import Channel, Notice, Way
from notifications.policies import may_announce
from notifications.selectors import KINDS, Reader, readers_of
from notifications.services.handing import hand_out

BATCH = 1000


@dataclass(frozen=True)
class Message:
    """What to say: a line of the table of kinds, what it is about, where it leads.

    `key` is what makes it once: the same reader is never told twice under the same key. `has_letter` says
    that a letter about it goes its own way: nobody gets two.
    """

    kind: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    thread: str = ""
    link: str = ""
    has_letter: bool = False


@transaction.atomic(savepoint=False)
def tell(*, readers: Sequence[UUID], message: Message) -> None:
    """Put a notice in these people's inboxes, on their open pages after commit, and on the other ways that
    they chose.

    Safe to repeat: a reader who has a notice under this key is left alone. The same few queries for one and
    for a thousand.
    """
    people = readers_of(readers, message.kind, message.thread)
    notices = [_notice(people[pk], message) for pk in dict.fromkeys(readers) if pk in people]
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    # A reader who had been told keeps the first notice: its row has another id.
    fresh = set(Notice.objects.filter(pk__in=[one.pk for one in notices]).values_list("pk", flat=True))
    told = [notice for notice in notices if notice.pk in fresh]
    if told:
        hand_out(notices=told, people=people, has_letter=message.has_letter)
        transaction.on_commit(lambda: _announce(told), robust=True)


def tell_trial(*, by: User) -> None:
    """Whoever wants to see how it arrives asks for one. Raises kit.throttle.TooMany."""
    take("notice-trial", str(by.pk))
    message = Message(kind="trial", key=f"trial:{uuid4()}", link=path("notifications:preferences"))
    tell(readers=[by.pk], message=message)


def _notice(reader: Reader, message: Message) -> Notice:
    """One that its reader does not want on the site is put away at once; the row is what tells it once. In a
    muted thread it comes as read, unless it asks something.
    """
    is_shown = reader.way(message.kind, Channel.APP) != Way.OFF
    is_loud = reader.is_disturbed(message.kind) or KINDS[message.kind].asks
    return Notice(
        reader=reader.user,
        kind=message.kind,
        data=message.data,
        thread=message.thread,
        link=message.link,
        asks_action=KINDS[message.kind].asks,
        key=message.key,
        removed_at=None if is_shown else timezone.now(),
        read_at=None if is_loud else timezone.now(),
    )


def _announce(notices: Iterable[Notice]) -> None:
    """Show new notices to whoever has a page open."""
    for notice in notices:
        # The browser's side looks the notice up, so nothing is asked of the database when nobody listens.
        if notice.removed_at is None and notice.read_at is None:
            push(f"user.{notice.reader_id}", {"notice": str(notice.pk)})


@transaction.atomic
def announce(*, readers: Sequence[UUID], words: dict[str, str], key: str, link: str, by: User) -> int:
    """Staff tell many people something in their own words, by language; return how many were addressed.

    Raises NotAllowed.
    """
    ensure(may_announce(by))
    message = Message(kind="announcement", key=key, data={"words": words}, link=link)
    for start in range(0, len(readers), BATCH):
        tell(readers=readers[start : start + BATCH], message=message)
    return len(readers)
