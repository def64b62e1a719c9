"""Letters of the house to many: written, let go, stopped, refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import ensure
from mail.errors import WordsMissing
from mail.facts import MailingStarted, NewsRefused
from mail.models import Letter, Mailing
from mail.policies import may_mail
from mail.selectors import KINDS
from mail.services.posting import post_letters

BATCH = 1000


@dataclass(frozen=True)
class Recipient:
    """One person who wants news, as floors above know them."""

    user_id: UUID
    to: str
    language: str


@transaction.atomic
def start_mailing(*, mailing_id: UUID, by: Any) -> None:
    """Let a mailing go; its letters are posted by whoever knows the segment.

    Raises NotAllowed, WrongState, WordsMissing.
    """
    ensure(may_mail(by))
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    _ensure_whole(mailing)
    mailing.move(Mailing.State.STARTED)
    mailing.started_at = timezone.now()
    mailing.save(update_fields=["state", "started_at"])
    emit(MailingStarted(mailing_id=str(mailing.pk)), by=by)


@transaction.atomic
def post_mailing(*, mailing_id: UUID, people: Iterable[Recipient]) -> int:
    """Owe everybody their letter, `per_minute` a minute. Safe to repeat; a stopped mailing stays so."""
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    if mailing.state != Mailing.State.STARTED:
        return 0
    n_letters = 0
    for some in _batches(_letters(mailing, people)):
        post_letters(letters=some)
        n_letters += len(some)
    mailing.n_letters = n_letters
    mailing.save(update_fields=["n_letters"])
    return n_letters


@transaction.atomic
def try_mailing(*, mailing_id: UUID, to: str, by: Any) -> None:
    """Send the three languages to oneself, in any state. Raises NotAllowed, WordsMissing."""
    ensure(may_mail(by))
    mailing = Mailing.objects.get(pk=mailing_id)
    _ensure_whole(mailing)
    languages = [code for code, _name in settings.LANGUAGES]
    post_letters(
        letters=[
            Letter(kind="news", to=to, language=code, user_id=by.pk, mailing=mailing) for code in languages
        ]
    )


@transaction.atomic
def stop_mailing(*, mailing_id: UUID, by: Any) -> int:
    """Hold back what has not left yet; return how many. Raises NotAllowed, WrongState."""
    ensure(may_mail(by))
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    mailing.move(Mailing.State.STOPPED)
    mailing.save(update_fields=["state"])
    return _hold_back(mailing_id=mailing.pk, error="the mailing was stopped")


@transaction.atomic
def refuse_news(*, user_id: UUID) -> None:
    """No more news for this person: what waits is held back, and floors above take note. Safe to repeat."""
    _hold_back(user_id=user_id, error="the person wants no more news")
    emit(NewsRefused(user_id=str(user_id)))


def _hold_back(*, error: str, **whose: UUID) -> int:
    waiting = Letter.objects.filter(kind="news", state=Letter.State.QUEUED, **whose)
    return waiting.update(state=Letter.State.SUPPRESSED, error=error, settled_at=timezone.now())


def _ensure_whole(mailing: Mailing) -> None:
    for code, _name in settings.LANGUAGES:
        words = mailing.words.get(code, {})
        if not (words.get("subject") and words.get("body")):
            raise WordsMissing


def _letters(mailing: Mailing, people: Iterable[Recipient]) -> Iterator[Letter]:
    start, pause = mailing.started_at or timezone.now(), timedelta(minutes=1) / max(1, mailing.per_minute)
    for place, person in enumerate(people):
        yield Letter(
            kind="news",
            to=person.to,
            language=person.language,
            user_id=person.user_id,
            mailing=mailing,
            key=f"mailing:{mailing.pk}:{person.user_id}",
            rank=KINDS["news"].rank,
            next_try_at=start + place * pause,
        )


def _batches(letters: Iterator[Letter]) -> Iterator[list[Letter]]:
    while some := list(islice(letters, BATCH)):
        yield some
