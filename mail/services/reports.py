"""What providers tell about letters that left: kept as it came, then handled once."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from mail.models import Letter, PostEvent, Suppression
from mail.querysets import OWED
from mail.selectors import Report, report_of
from mail.selectors.reports import BOUNCED, COMPLAINED, DELIVERED, IGNORED, UNSUBSCRIBED
from mail.services.mailings import refuse_news

TO = {DELIVERED: Letter.State.DELIVERED, BOUNCED: Letter.State.BOUNCED, COMPLAINED: Letter.State.COMPLAINED}


@transaction.atomic
def store_post_events(*, provider: str, events: Iterable[tuple[str, str]]) -> None:
    """Keep signed events (their ids, and the text as it came). One that is known is left out. One query."""
    rows = [PostEvent(provider=provider, external_id=key[:120], raw=raw) for key, raw in events]
    PostEvent.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def handle_post_event(*, event_id: int) -> str:
    """Act on an event and tick it, together. Handled already, it returns the old outcome."""
    event = PostEvent.objects.select_for_update().get(pk=event_id)
    if event.handled_at is None:
        event.outcome = _act(report_of(event))
        event.handled_at = timezone.now()
        event.save(update_fields=["outcome", "handled_at"])
    return event.outcome


@transaction.atomic
def tick_post_event(*, event_id: int, outcome: str) -> None:
    """For what was done outside the database, such as following a link."""
    PostEvent.objects.filter(pk=event_id).update(outcome=outcome, handled_at=timezone.now())


def _act(report: Report) -> str:
    letter = _letter_of(report)
    if report.what == UNSUBSCRIBED and letter is not None and letter.user_id:
        refuse_news(user_id=letter.user_id)
        return UNSUBSCRIBED
    if report.what not in TO:
        return IGNORED
    if letter is not None:
        _move(letter, TO[report.what], report.detail)
    if report.is_final:
        _suppress((letter.to,) if letter is not None else report.addresses, report)
    return report.what if letter is not None else f"{report.what}, unknown letter"


def _letter_of(report: Report) -> Letter | None:
    rows = Letter.objects.select_for_update()
    if len(report.letter) == len("00000000-0000-0000-0000-000000000000"):
        return rows.filter(pk=report.letter).first()
    return rows.filter(provider_id=report.provider_id).first() if report.provider_id else None


def _move(letter: Letter, to: Letter.State, detail: str) -> None:
    """A report about a letter whose worker died before its tick proves that it had left."""
    if letter.state in OWED:
        letter.state = Letter.State.SENT
    if letter.can_move(to):
        letter.state = to
        letter.sealed = ""
        letter.error = detail
        letter.settled_at = timezone.now()
        letter.save(update_fields=["state", "sealed", "error", "settled_at"])


def _suppress(addresses: Iterable[str], report: Report) -> None:
    reason = Suppression.Reason.BOUNCED if report.what == BOUNCED else Suppression.Reason.COMPLAINED
    rows = [
        Suppression(address=address.lower()[:254], reason=reason, detail=report.detail[:300])
        for address in addresses
    ]
    Suppression.objects.bulk_create(rows, ignore_conflicts=True)
