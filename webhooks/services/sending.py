"""A call on its way: claimed, tried outside any transaction, then noted."""

import logging
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone

from webhooks.models import Attempt, Call, Endpoint
from webhooks.selectors import Outcome, Parcel, parcel_of
from webhooks.services.endpoints import switch_off

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)
AT_ONCE = 2  # calls on their way to one endpoint: a slow one holds up nobody else
LOOKS = 5
# Seconds from one try to the next: ten tries in a little more than three days.
PAUSES_S = (0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
LONGEST_WAIT_S = 24 * 3600
GIVEN_UP_AFTER = timedelta(days=3)
GONE = 410
ANSWER_KEPT = 2000


@transaction.atomic
def claim_call(*, healthy_only: bool = False) -> Parcel | None:
    """Take the call that waits longest, for half a minute; None when none is due.

    A worker that dies gives it back when the time is up. An endpoint that has enough on its way is passed
    over; `healthy_only` passes over those that failed last.
    """
    for _look in range(LOOKS):
        call = _first_due(healthy_only)
        if call is None:
            return None
        if not _is_readable(call):
            continue
        # Counted again under the lock of the endpoint: somebody may have claimed between look and lock.
        if call.endpoint.calls.leased().count() < AT_ONCE:
            call.attempts += 1
            call.leased_until = call.next_attempt_at = timezone.now() + LEASE
            call.save(update_fields=["attempts", "leased_until", "next_attempt_at"])
            return parcel_of(call)
    return None


def _first_due(healthy_only: bool) -> Call | None:  # noqa: FBT001 - a condition handed on
    rows = Call.objects.claimable(AT_ONCE)
    if healthy_only:
        rows = rows.filter(endpoint__failing_since=None)
    locked = rows.select_related("endpoint").order_by("next_attempt_at")
    return locked.select_for_update(skip_locked=True, of=("self", "endpoint"), no_key=True).first()


def _is_readable(call: Call) -> bool:
    """Without a key for its secret a call cannot be signed: it is given up, and holds up no other."""
    try:
        return bool(call.endpoint.secret)
    except InvalidToken:
        log.warning("the secret of endpoint %s lies under a key that is not there", call.endpoint_id)
        _settle(call, Call.State.FAILED)
        return False


def is_work_left() -> bool:
    """Whether a sender would find something to claim now."""
    return Call.objects.claimable(AT_ONCE).exists()


@transaction.atomic
def note_outcome(*, call_id: UUID, outcome: Outcome) -> None:
    """Write the try into the log, and settle the call or say when to try again.

    An answer that comes after the lease counts as well. 410 switches the endpoint off at once, three days of
    nothing but failures too.
    """
    rows = Call.objects.select_related("endpoint")
    call = rows.select_for_update(of=("self", "endpoint"), no_key=True).filter(pk=call_id).first()
    if call is None:
        return
    _log(call, outcome)
    if call.state != Call.State.OWED:
        return
    if outcome.error:
        _failed(call, outcome)
    else:
        _arrived(call)


def _log(call: Call, outcome: Outcome) -> None:
    Attempt.objects.create(
        call=call,
        url=call.endpoint.url,
        headers=outcome.sent,
        status=outcome.status,
        answer=outcome.answer.replace("\x00", "")[:ANSWER_KEPT],
        took_ms=outcome.took_ms,
        error=outcome.error,
        words=outcome.words[:200],
    )


def _arrived(call: Call) -> None:
    _settle(call, Call.State.SENT)
    if call.endpoint.failing_since is not None:
        call.endpoint.failing_since = None
        call.endpoint.save(update_fields=["failing_since"])


def _failed(call: Call, outcome: Outcome) -> None:
    now, endpoint = timezone.now(), call.endpoint
    if outcome.status == GONE or call.attempts >= len(PAUSES_S):
        _settle(call, Call.State.FAILED)
    else:
        call.next_attempt_at, call.leased_until = _next_try(call.attempts, outcome.wait_s, now), None
        call.save(update_fields=["next_attempt_at", "leased_until"])
    if not endpoint.is_active:
        return
    endpoint.failing_since = endpoint.failing_since or now
    if outcome.status == GONE:
        switch_off(endpoint, Endpoint.Reason.GONE)
    elif now - endpoint.failing_since >= GIVEN_UP_AFTER:
        switch_off(endpoint, Endpoint.Reason.FAILING)
    else:
        endpoint.save(update_fields=["failing_since"])


def _settle(call: Call, state: str) -> None:
    call.state, call.leased_until, call.settled_at = state, None, timezone.now()
    call.save(update_fields=["state", "leased_until", "settled_at"])


def _next_try(attempts: int, wait_s: int, now: datetime) -> datetime:
    """The pause of the table, up to a fifth longer; longer still when the server asked for it."""
    pause_s = PAUSES_S[attempts]
    pause_s += secrets.randbelow(pause_s // 5 + 1)
    return now + timedelta(seconds=max(pause_s, min(wait_s, LONGEST_WAIT_S)))
