"""What is owed on the ways beside the site: each decision a row, each letter in the same transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors import is_texting_ready, who_has_phones
from mail.models import Letter
from mail.selectors import former_addresses
from mail.services import letter_for, post_letters
from notifications.models import Channel, Notice, Sending, Way
from notifications.selectors import KINDS, Reader, default_way, next_digest, quiet_until
from notifications.selectors.letters import letter_data
from notifications.selectors.pushing import is_urgent, who_has_devices
from notifications.services.pushing import ring_bell
from notifications.services.texting import text_bell

FORMER = timedelta(days=30)  # a mailbox that was changed later than this is still told what concerns safety
State, Reason = Sending.State, Sending.Reason


def hand_out(*, notices: Sequence[Notice], people: dict[UUID, Reader]) -> None:
    """Owe these notices, all of one kind, on every way their readers chose. In the caller's transaction.

    One query for devices, one for telephones where somebody wants an SMS, one for the log, one for letters,
    one more for former mailboxes.
    """
    now = timezone.now()
    kind = notices[0].kind
    rung = who_has_devices([pk for pk, one in people.items() if one.way(kind, Channel.PUSH) == Way.ON])
    texted = [pk for pk, one in people.items() if one.way(kind, Channel.SMS) == Way.ON]
    called = who_has_phones(texted) if texted and is_texting_ready() else set()
    sendings = [
        one
        for notice in notices
        for one in (
            *_written(notice, people[notice.reader_id], now),
            *_rung(notice, people[notice.reader_id], now, has_device=notice.reader_id in rung),
            *_texted(notice, people[notice.reader_id], now, has_phone=notice.reader_id in called),
        )
    ]
    if not sendings:
        return
    mailed = {one.notice_id for one in sendings if one.channel == Channel.MAIL and one.state == State.SENT}
    if mailed:
        _post([notice for notice in notices if notice.pk in mailed])
    Sending.objects.bulk_create(sendings)
    for channel, bell in ((Channel.PUSH, ring_bell), (Channel.SMS, text_bell)):
        if any(one.channel == channel and one.state == State.OWED for one in sendings):
            transaction.on_commit(bell, robust=True)


def letter_key(notice: Notice) -> str:
    return f"notice:{notice.reader_id}:{notice.key}"


def _written(notice: Notice, reader: Reader, now: datetime) -> Iterator[Sending]:
    """What the log says of site and letters; nothing where the default is that nothing happens."""
    if notice.removed_at is not None:
        yield _off(notice, Channel.APP)
    way = reader.way(notice.kind, Channel.MAIL)
    if way == Way.ON:
        yield _mail(notice, state=State.SENT, letter_key=letter_key(notice))
    elif way == Way.DIGEST:
        yield _mail(notice, state=State.DIGEST, due_at=next_digest(reader.user, now))
    elif default_way(notice.kind, Channel.MAIL) != Way.OFF:
        yield _off(notice, Channel.MAIL)


def _rung(notice: Notice, reader: Reader, now: datetime, *, has_device: bool) -> Iterator[Sending]:
    """Without a device there is nothing to write down but a choice."""
    if has_device:
        yield _owed(notice, reader, now, Channel.PUSH)
    elif reader.way(notice.kind, Channel.PUSH) == Way.OFF != default_way(notice.kind, Channel.PUSH):
        yield _off(notice, Channel.PUSH)


def _texted(notice: Notice, reader: Reader, now: datetime, *, has_phone: bool) -> Iterator[Sending]:
    """Only for those who asked for it."""
    if has_phone:
        yield _owed(notice, reader, now, Channel.SMS)
    elif reader.way(notice.kind, Channel.SMS) == Way.ON:
        yield Sending(notice=notice, channel=Channel.SMS, state=State.WITHHELD, reason=Reason.NOWHERE)


def _off(notice: Notice, channel: Channel) -> Sending:
    return Sending(notice=notice, channel=channel, state=State.WITHHELD, reason=Reason.OFF)


def _owed(notice: Notice, reader: Reader, now: datetime, channel: Channel) -> Sending:
    """Now, or when the night is over."""
    until = None if is_urgent(notice.kind) else quiet_until(reader.user, now)
    return Sending(
        notice=notice,
        channel=channel,
        state=State.OWED,
        reason=Reason.QUIET if until else Reason.NONE,
        due_at=until or now,
    )


def _mail(notice: Notice, **said: object) -> Sending:
    return Sending(notice=notice, channel=Channel.MAIL, **said)


def _post(notices: Sequence[Notice]) -> None:
    """Owe the letters, in each reader's language; what concerns safety also to mailboxes they had."""
    readers = [notice.reader_id for notice in notices]
    former = {}
    if KINDS[notices[0].kind].is_guarded:
        former = former_addresses(readers, timezone.now() - FORMER)
    letters = []
    for notice in notices:
        for number, address in enumerate([notice.reader.email, *former.get(notice.reader_id, [])]):
            letters.append(_letter(notice, notice.reader, address, f":{number}" if number else ""))
    post_letters(letters=letters)


def _letter(notice: Notice, reader: User, address: str, mark: str) -> Letter:
    return letter_for(
        kind="notice",
        to=address,
        language=reader.language,
        data=letter_data(notice, reader),
        user_id=reader.pk,
        key=f"{letter_key(notice)}{mark}",
    )
