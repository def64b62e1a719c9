"""A call on its way: claimed, tried outside any transaction, then noted."""

import logging
import secrets
from datetime import timedelta
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
HOLDER_AT_ONCE = 8  # and to all endpoints of one brand or creator
LOOKS = 5
# Seconds from one try to the next: ten tries in a little more than three days.
PAUSES_S = (0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
GIVEN_UP_AFTER = timedelta(days=3)
GONE = 410
ANSWER_KEPT, WORDS_KEPT = 2000, 200


@transaction.atomic
def claim_call(*, healthy_only: bool = False) -> Parcel | None:
    """Take the call that waits longest, for half a minute; None when none is due.

    A worker that dies gives it back when the time is up; one whose last try nobody lived to note is given up.
    An endpoint or a holder that has enough on its way is passed over (the holder exactly as long as there is
    one sender); `healthy_only` passes over those that failed last.
    """
    for _look in range(LOOKS):
        call = _first_due(healthy_only)
        if call is None:
            return None
        if call.attempts >= len(PAUSES_S) or not _is_readable(call):
            _settle(call, Call.State.FAILED)
            continue
        # Counted again under the lock of the endpoint: somebody may have claimed between look and lock.
        if call.endpoint.calls.leased().count() < AT_ONCE:
            call.attempts += 1
            call.leased_until = call.next_attempt_at = timezone.now() + LEASE
            call.save(update_fields=["attempts", "leased_until", "next_attempt_at"])
            return parcel_of(call)
    return None


def _first_due(healthy_only: bool) -> Call | None:  # noqa: FBT001 - a condition handed on
    rows = Call.objects.claimable(AT_ONCE, HOLDER_AT_ONCE)
    if healthy_only:
        rows = rows.filter(endpoint__failing_since=None)
    locked = rows.select_related("endpoint").order_by("next_attempt_at")
    return locked.select_for_update(skip_locked=True, of=("self", "endpoint"), no_key=True).first()


def _is_readable(call: Call) -> bool:
    """Without a key for its secret a call cannot be signed."""
    try:
        return bool(call.endpoint.secret)
    except InvalidToken:
        log.warning("the secret of endpoint %s lies under a key that is not there", call.endpoint_id)
        return False


def is_work_left() -> bool:
    """Whether a sender would find something to claim now."""
    return Call.objects.claimable(AT_ONCE, HOLDER_AT_ONCE).exists()


@transaction.atomic
def note_outcome(*, call_id: UUID, outcome: Outcome) -> None:
    """Write the try into the log, and settle the call or say when to try again.

    An answer that comes after the lease counts as well. 410 switches the endpoint off at once, three days of
    nothing but failures too. What the address before says of itself tells nothing of the one that is there
    now.
    """
    rows = Call.objects.select_related("endpoint")
    call = rows.select_for_update(of=("self", "endpoint"), no_key=True).filter(pk=call_id).first()
    if call is None:
        return
    _log(call, outcome)
    if call.state != Call.State.OWED:
        return
    is_gone = outcome.status == GONE and outcome.url == call.endpoint.url
    if not outcome.error:
        _settle(call, Call.State.SENT)
    elif is_gone or call.attempts >= len(PAUSES_S):
        _settle(call, Call.State.FAILED)
    else:
        _try_again(call, outcome.wait_s)
    if outcome.url == call.endpoint.url:
        _fares(call.endpoint, outcome)


def _log(call: Call, outcome: Outcome) -> None:
    Attempt.objects.create(
        call=call,
        url=outcome.url,
        headers=outcome.sent,
        status=outcome.status,
        answer=_kept(outcome.answer, ANSWER_KEPT),
        took_ms=outcome.took_ms,
        error=outcome.error,
        words=_kept(outcome.words, WORDS_KEPT),
    )


def _kept(text: str, most: int) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\x00", "")[:most]


def _fares(endpoint: Endpoint, outcome: Outcome) -> None:
    """How the endpoint itself stands after it. Something that arrived ends a row of failures."""
    now = timezone.now()
    if not outcome.error:
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
        return
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


def _try_again(call: Call, wait_s: int) -> None:
    """After the pause of the table, up to a fifth longer; longer still when the server asked for it."""
    pause_s = PAUSES_S[call.attempts]
    pause_s += secrets.randbelow(pause_s // 5 + 1)
    call.next_attempt_at, call.leased_until = timezone.now() + timedelta(seconds=max(pause_s, wait_s)), None
    call.save(update_fields=["next_attempt_at", "leased_until"])
