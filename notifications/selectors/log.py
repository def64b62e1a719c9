"""What became of one notice on every way: the answer to "why did I not get it"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mail.models import Letter
from mail.selectors import letters_by_key
from notifications.models import Channel, Notice, Sending, Way
from notifications.selectors.choosing import default_way
from notifications.selectors.kinds import KINDS

State = Sending.State
NOT_ASKED = _("This kind does not go this way unless its reader asks for it.")
NO_DEVICE = _("No device of its reader was set up for notifications then.")
OF_LETTERS: dict[str, tuple[str, Promise]] = {
    Letter.State.QUEUED: (State.OWED, _("The letter is about to leave.")),
    Letter.State.SENDING: (State.OWED, _("The letter is on its way.")),
    Letter.State.SENT: (State.SENT, _("The letter has left.")),
    Letter.State.DELIVERED: (State.SENT, _("The letter has arrived at the mailbox's server.")),
    Letter.State.BOUNCED: (State.FAILED, _("The mailbox did not take the letter.")),
    Letter.State.COMPLAINED: (State.SENT, _("The letter arrived and was reported as unwanted.")),
    Letter.State.FAILED: (State.FAILED, _("The letter could not be sent.")),
    Letter.State.SUPPRESSED: (
        State.WITHHELD,
        _("Nothing is sent to this address: a letter came back, or was reported as unwanted."),
    ),
}


@dataclass(frozen=True)
class Step:
    """One way. `why` is a sentence, "" where the state says it all; `at` is when, or when it will be."""

    channel: Channel
    state: str
    why: Promise | str = ""
    at: datetime | None = None


def steps_of(notice: Notice) -> list[Step]:
    """Every channel, in their order. Two queries."""
    rows = {row.channel: row for row in notice.sendings.all()}
    letters = letters_by_key([row.letter_key for row in rows.values() if row.letter_key])
    return list(_steps(notice, rows, letters))


def _steps(notice: Notice, rows: dict[str, Sending], letters: dict[str, Letter]) -> Iterator[Step]:
    for channel in Channel:
        row = rows.get(channel)
        if row is None:
            yield _by_default(notice, channel)
        elif row.letter_key in letters:
            yield _of_letter(row, letters[row.letter_key])
        else:
            why = row.get_reason_display() if row.reason else ""
            waits = row.state in {State.OWED, State.DIGEST}
            yield Step(channel, row.state, why, row.due_at if waits else row.at)


def _by_default(notice: Notice, channel: Channel) -> Step:
    """Nothing was written down: it stands on the site, and went nowhere else."""
    if channel == Channel.APP:
        return Step(channel, State.SENT, "", notice.made_at)
    is_on = notice.kind in KINDS and default_way(notice.kind, channel) == Way.ON
    return Step(channel, State.WITHHELD, NO_DEVICE if is_on else NOT_ASKED)


def _of_letter(row: Sending, letter: Letter) -> Step:
    state, why = OF_LETTERS[letter.state]
    return Step(Channel(row.channel), state, why, letter.settled_at or letter.sent_at or letter.queued_at)
