"""A ring on its way: claimed, tried outside any transaction, then noted."""

from collections.abc import Sequence
from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone

from kit.background import Courier
from kit.retries import MAX_ATTEMPTS, next_try
from notifications.models import Channel, PushDevice, Sending
from notifications.selectors.pushing import Ring, Rung, bells_of, is_push_ready, next_moment, ring_of
from notifications.services.waiting import put_off

LEASE = timedelta(seconds=240)  # longer than twenty devices of one person whose service says nothing
State, Reason = Sending.State, Sending.Reason


def ring_bell() -> None:
    """Ask a worker to send what is due, without waiting; when the broker is down, beat does it."""
    _bell.send(None)


def _ring(_jobs: list[None]) -> None:
    current_app.send_task("notifications.tasks.send_pushes")


_bell = Courier(_ring)


@transaction.atomic
def claim_push() -> Ring | None:
    """Take the push that has been due the longest, for four minutes; None when none is, or there is no key.

    What was read or switched off meanwhile, and what has nowhere to go any more, is withheld on the way. A
    worker that dies gives it back when the time is up: the browser shows it once, by its tag.
    """
    if not is_push_ready():
        return None
    rows = Sending.objects.owed(Channel.PUSH).select_related("notice__reader").order_by("due_at", "pk")
    while row := rows.select_for_update(skip_locked=True, of=("self",)).first():
        if put_off(row):
            continue
        devices = bells_of(PushDevice.objects.alive().filter(user=row.notice.reader))
        if not devices:
            row.close(State.WITHHELD, Reason.NOWHERE)
        elif row.attempts >= MAX_ATTEMPTS:
            row.close(State.FAILED, Reason.REFUSED)
        else:
            row.attempts += 1
            row.due_at = timezone.now() + LEASE
            row.save(update_fields=["attempts", "due_at"])
            return ring_of(row.pk, row.notice, devices)
    return None


@transaction.atomic
def note_push(*, sending_id: int, answers: Sequence[Rung]) -> None:
    """Remove subscriptions that have ended; the push is sent when one browser took it, else tried again."""
    gone = [one.device_id for one in answers if one.answer == "gone"]
    PushDevice.objects.filter(pk__in=gone).update(sealed="")
    taken = [one.device_id for one in answers if one.answer == "taken"]
    PushDevice.objects.filter(pk__in=taken).update(rung_at=timezone.now())
    row = Sending.objects.select_for_update().get(pk=sending_id)
    if row.state != State.OWED:
        return
    later = [one.wait_s for one in answers if one.answer == "later"]
    if taken:
        row.close(State.SENT)
    elif later and row.attempts < MAX_ATTEMPTS:
        row.due_at = next_moment(max(later), next_try(row.attempts))
        row.save(update_fields=["due_at"])
    elif len(gone) == len(answers):
        row.close(State.WITHHELD, Reason.NOWHERE)
    else:
        row.close(State.FAILED, Reason.REFUSED)
