"""Owing letters: rows in the transaction of their cause."""

import json
from typing import Any, TypedDict, Unpack
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import connection, transaction

from kit import crypt
from kit.background import Courier
from mail.models import Letter
from mail.selectors import KINDS


class Extras(TypedDict, total=False):
    """What not every letter has."""

    data: dict[str, Any] | None
    secret: dict[str, str] | None
    user_id: UUID | None
    key: str


def post_letter(*, kind: str, to: str, language: str, **extras: Unpack[Extras]) -> Letter:
    """Owe a letter to an address, in the caller's transaction; a worker sends it after commit.

    `data` are plain values, `secret` codes and tokens: they are sealed until the letter has left. With a
    `key`, a second call changes nothing and returns the first letter. Raises RuntimeError outside a
    transaction, and ValueError when the values are not those of the kind.
    """
    letter = letter_for(kind=kind, to=to, language=language, **extras)
    post_letters(letters=[letter])
    return Letter.objects.get(key=letter.key) if letter.key else letter


def letter_for(*, kind: str, to: str, language: str, **extras: Unpack[Extras]) -> Letter:
    """The row, not saved yet. Raises ValueError when the values are not those of the kind."""
    data, secret = extras.get("data") or {}, extras.get("secret") or {}
    line = KINDS.get(kind)
    if line is None or set(data) != set(line.data) or set(secret) != set(line.secret):
        raise ValueError(f"{kind}: data {sorted(data)} and secret {sorted(secret)} are not those of a kind")
    return Letter(
        kind=kind,
        to=to,
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        user_id=extras.get("user_id"),
        data=data,
        sealed=crypt.encrypt(json.dumps(secret)) if secret else "",
        key=extras.get("key", ""),
        rank=line.rank,
    )


def post_letters(*, letters: list[Letter]) -> None:
    """Save these rows, leaving out those whose key is known, and ring after commit. One query.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a letter is posted inside transaction.atomic, beside its cause")
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Ask a worker to send what is due, without waiting; when the broker is down, beat does it."""
    _postbell.send(None)


def _ring(_jobs: list[Any]) -> None:
    current_app.send_task("mail.tasks.send_letters")


_postbell = Courier(_ring)
