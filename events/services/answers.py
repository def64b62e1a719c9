"""The same request asked twice is answered once: the effect and its answer commit together."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from events.errors import IdempotencyKeyInvalid, IdempotencyMismatch
from events.models import IdempotentAnswer
from kit.dates import iso

MAX_KEY = 255
KEPT = timedelta(hours=48)


class Answer(NamedTuple):
    """What a door sends back; `replayed` becomes the header Idempotent-Replayed: true."""

    status: int
    body: Any
    replayed: bool = False


class MomentEncoder(DjangoJSONEncoder):
    """Moments in UTC to the microsecond, as the API writes them everywhere else."""

    def default(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return iso(value)
        return super().default(value)


@transaction.atomic
def answer_once(*, user: Any, key: str, fingerprint: str, act: Callable[[], tuple[int, Any]]) -> Answer:
    """Run `act` once per (user, key) and give its (status, body) again to whoever repeats the request.

    `act` runs in this transaction. A copy that arrives meanwhile waits on the unique index, then gets the
    first one's answer. What `act` raises rolls everything back and is not kept, so the key stays free.
    Without a key every call acts. `fingerprint` is what was asked, of any length. Raises
    IdempotencyKeyInvalid, IdempotencyMismatch.
    """
    if not key:
        status, body = act()
        return Answer(status, json.loads(json.dumps(body, cls=MomentEncoder)))
    asked = _checked(key, fingerprint)
    row, is_new = IdempotentAnswer.objects.get_or_create(
        user_id=user.pk, key=key, defaults={"fingerprint": asked}
    )
    if row.fingerprint != asked:
        raise IdempotencyMismatch
    if is_new:
        row.status, body = act()
        # Text, not jsonb: the order of the keys is part of a byte-equal answer.
        row.body = json.dumps(body, cls=MomentEncoder)
        row.save(update_fields=["status", "body"])
    return Answer(row.status, json.loads(row.body), replayed=not is_new)


@transaction.atomic
def complete_answer(*, user: Any, key: str, more: dict[str, Any]) -> dict[str, Any]:
    """Add to a kept answer what was asked for after its transaction, outside of any; the whole body.

    Whoever comes second gets what the first one kept. Without a key nothing is kept.
    """
    row = (
        IdempotentAnswer.objects.select_for_update().filter(user_id=user.pk, key=key).first() if key else None
    )
    if row is None:
        return more
    body = json.loads(row.body)
    if not more.keys() <= body.keys():
        body |= more
        row.body = json.dumps(body, cls=MomentEncoder)
        row.save(update_fields=["body"])
    return body


def is_answered(*, user: Any, key: str, fingerprint: str) -> bool:
    """Whether this was asked and answered before: for doors that first do what no transaction may wait for.

    Raises IdempotencyKeyInvalid, IdempotencyMismatch.
    """
    if not key:
        return False
    asked = _checked(key, fingerprint)
    row = IdempotentAnswer.objects.filter(user_id=user.pk, key=key).first()
    if row is not None and row.fingerprint != asked:
        raise IdempotencyMismatch
    return row is not None


def _checked(key: str, fingerprint: str) -> str:
    """The digest of what was asked, once the key is one."""
    if len(key) > MAX_KEY or not (key.isascii() and key.isprintable()):
        raise IdempotencyKeyInvalid
    return hashlib.sha256(fingerprint.encode()).hexdigest()


def forget_old_answers() -> int:
    """Drop answers older than 48 h; the promise is at least 24 h."""
    return IdempotentAnswer.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]
