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
BELLS = {Channel.PUSH: ring_bell, Channel.SMS: text_bell}


def hand_out(*, notices: Sequence[Notice], people: dict[UUID, Reader], has_letter: bool = False) -> None:
    """Owe these notices, all of one kind, on every way their readers chose; by mail not where they have a
    letter of their own. In the caller's transaction.

    One query for devices, one for telephones where somebody wants an SMS, one for the log, one for letters,
    one more for former mailboxes.
    """
    sendings = [one for one in _decided(notices, people) if not (has_letter and one.channel == Channel.MAIL)]
    mailed = {one.notice_id for one in sendings if one.channel == Channel.MAIL and one.state == State.SENT}
    if mailed:
        _post([notice for notice in notices if notice.pk in mailed])
    if sendings:
        Sending.objects.bulk_create(sendings)
    owed = {one.channel for one in sendings if one.state == State.OWED}
    for channel in owed:
        transaction.on_commit(BELLS[Channel(channel)], robust=True)


def _decided(notices: Sequence[Notice], people: dict[UUID, Reader]) -> list[Sending]:
    """What becomes of each notice on each way, as far as there is something to say."""
    now, kind = timezone.now(), notices[0].kind
    rung = who_has_devices(_who(people, kind, Channel.PUSH))
    texted = _who(people, kind, Channel.SMS)
    called = who_has_phones(texted) if texted and is_texting_ready() else set()
    found: list[Sending] = []
    for notice in notices:
        reader = people[notice.reader_id]
        found += _written(notice, reader, now)
        found += _rung(notice, reader, now, has_device=reader.user.pk in rung)
        found += _texted(notice, reader, now, has_phone=reader.user.pk in called)
    return found


def letter_key(notice: Notice) -> str:
    """Of its letter in the log of the mail."""
    return f"notice:{notice.reader_id}:{notice.key}"


def _who(people: dict[UUID, Reader], kind: str, channel: Channel) -> list[UUID]:
    """Those who want it there now."""
    return [pk for pk, one in people.items() if one.way(kind, channel) == Way.ON and one.is_disturbed(kind)]


def _written(notice: Notice, reader: Reader, now: datetime) -> Iterator[Sending]:
    """What the log says of site and letters; nothing where the default is that nothing happens."""
    if notice.removed_at is not None:
        yield _withheld(notice, Channel.APP, Reason.OFF)
    if not reader.is_disturbed(notice.kind):
        yield _withheld(notice, Channel.MAIL, Reason.MUTED)
        return
    way = reader.way(notice.kind, Channel.MAIL)
    if way == Way.ON:
        yield _mail(notice, state=State.SENT, letter_key=letter_key(notice))
    elif way == Way.DIGEST:
        yield _mail(notice, state=State.DIGEST, due_at=next_digest(reader.user, now))
    elif default_way(notice.kind, Channel.MAIL) != Way.OFF:
        yield _withheld(notice, Channel.MAIL, Reason.OFF)


def _rung(notice: Notice, reader: Reader, now: datetime, *, has_device: bool) -> Iterator[Sending]:
    """Without a device there is nothing to write down but a choice, and what muted it."""
    way, usual = reader.way(notice.kind, Channel.PUSH), default_way(notice.kind, Channel.PUSH)
    if has_device:
        yield _owed(notice, reader, now, Channel.PUSH)
    elif way == Way.ON and not reader.is_disturbed(notice.kind):
        yield _withheld(notice, Channel.PUSH, Reason.MUTED)
    elif way != usual:
        yield _withheld(notice, Channel.PUSH, Reason.OFF if way == Way.OFF else Reason.NOWHERE)


def _texted(notice: Notice, reader: Reader, now: datetime, *, has_phone: bool) -> Iterator[Sending]:
    """Only for those who asked for it."""
    if has_phone:
        yield _owed(notice, reader, now, Channel.SMS)
    elif reader.way(notice.kind, Channel.SMS) == Way.ON:
        is_loud = reader.is_disturbed(notice.kind)
        yield _withheld(notice, Channel.SMS, Reason.NOWHERE if is_loud else Reason.MUTED)


def _withheld(notice: Notice, channel: Channel, why: str) -> Sending:
    return Sending(notice=notice, channel=channel, state=State.WITHHELD, reason=why)


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
