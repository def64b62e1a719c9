"""A mailing on paper and on its way."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from mail.models import Letter, Mailing
from mail.querysets import OWED
from mail.selectors.words import Words, in_words


@dataclass(frozen=True)
class Progress:
    """How many letters of a mailing wait, have left, and came to nothing."""

    n_owed: int
    n_sent: int
    n_lost: int


def progress_of(mailing: Mailing) -> Progress:
    """One query. Trials are not counted."""
    lost = [Letter.State.BOUNCED, Letter.State.COMPLAINED, Letter.State.FAILED, Letter.State.SUPPRESSED]
    return Progress(
        **mailing.letters.exclude(key="").aggregate(
            n_owed=Count("pk", filter=Q(state__in=OWED)),
            n_sent=Count("pk", filter=Q(state__in=[Letter.State.SENT, Letter.State.DELIVERED])),
            n_lost=Count("pk", filter=Q(state__in=lost)),
        )
    )


def sample(mailing: Mailing, language: str, *, to: str, user_id: UUID) -> Words:
    """What one person would get; nothing is saved."""
    return in_words(Letter(kind="news", to=to, language=language, user_id=user_id, mailing=mailing))
