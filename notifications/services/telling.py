"""Telling people things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kit.errors import ensure
from kit.live import push
from mail.models import Letter
from mail.selectors import former_addresses
from mail.services import letter_for, post_letters
from notifications.models import Notice
from notifications.policies import may_announce
from notifications.selectors import KINDS
from notifications.selectors.letters import letter_data

BATCH = 1000
FORMER = timedelta(days=30)  # a mailbox that was changed later than this is still told what concerns safety


@dataclass(frozen=True)
class Message:
    """What to say: a line of the table of kinds, what it is about, where it leads.

    `key` is what makes it once: the same reader is never told twice under the same key.
    """

    kind: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    thread: str = ""
    link: str = ""


@transaction.atomic(savepoint=False)
def tell(*, readers: Sequence[UUID], message: Message) -> None:
    """Put a notice in these people's inboxes, on their open pages after commit, and in the mail if expected.

    Safe to repeat: a reader who has a notice under this key is left alone. One query; two more for the mail.
    """
    kind = KINDS[message.kind]
    notices = [
        Notice(
            reader_id=reader,
            kind=message.kind,
            data=message.data,
            thread=message.thread,
            link=message.link,
            asks_action=kind.asks,
            key=message.key,
        )
        for reader in dict.fromkeys(readers)
    ]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        transaction.on_commit(lambda: _announce(notices), robust=True)
        if kind.is_mailed:
            _post(notices)


def _post(notices: Sequence[Notice]) -> None:
    """Owe the letters, in each reader's language; what concerns safety also to mailboxes they had."""
    readers = User.objects.only("email", "name", "language").in_bulk([one.reader_id for one in notices])
    former = {}
    if KINDS[notices[0].kind].is_guarded:
        former = former_addresses(readers, timezone.now() - FORMER)
    letters = []
    for notice in notices:
        reader = readers[notice.reader_id]
        for number, address in enumerate([reader.email, *former.get(reader.pk, [])]):
            letters.append(_letter(notice, reader, address, f":{number}" if number else ""))
    post_letters(letters=letters)


def _letter(notice: Notice, reader: User, address: str, mark: str) -> Letter:
    return letter_for(
        kind="notice",
        to=address,
        language=reader.language,
        data=letter_data(notice, reader),
        user_id=reader.pk,
        key=f"notice:{reader.pk}:{notice.key}{mark}",
    )


def _announce(notices: Iterable[Notice]) -> None:
    """Show new notices to whoever has a page open."""
    for notice in notices:
        # The browser's side looks the notice up, so nothing is asked of the database when nobody listens.
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
