"""Copies of the data: asked for, made by a task, fetched by their owner, gone after a week."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import SecurityEvent, User
from accounts.services import insist_proof
from accounts.services.trail import NOWHERE, note
from kit import crypt
from kit.background import Courier
from kit.links import path
from kit.requests import Caller
from kit.retries import next_try
from kit.throttle import take
from mail.services import post_letter
from privacy.errors import ExportGone, ExportOpen
from privacy.models import Export

KEPT = timedelta(days=7)
LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 5
State = Export.State


def ask_export(*, by: User, caller: Caller = NOWHERE) -> Export:
    """Owe a person a copy of everything about them. Raises ProofNeeded, ExportOpen, TooMany."""
    insist_proof(by=by)
    take("export", str(by.pk))
    return _ask(by, caller)


@transaction.atomic
def _ask(user: User, caller: Caller) -> Export:
    """The database lets one be open; of two clicks at once, one is told so."""
    try:
        with transaction.atomic():
            export = Export.objects.create(user=user)
    except IntegrityError as error:
        raise ExportOpen from error
    note(user=user, kind=SecurityEvent.Kind.EXPORT_ASKED, caller=caller)
    transaction.on_commit(lambda: _bell.send(None), robust=True)
    return export


def _ring(_jobs: list[Any]) -> None:
    current_app.send_task("privacy.tasks.make_exports")


_bell = Courier(_ring)


@transaction.atomic
def claim_export() -> Export | None:
    """Take one that is owed, for ten minutes; None when none is. A worker that dies gives it back then."""
    now = timezone.now()
    owed = Export.objects.filter(state=State.ASKED, next_try_at__lte=now).order_by("next_try_at")
    export = owed.select_related("user").select_for_update(skip_locked=True, of=("self",)).first()
    if export is not None:
        export.attempts += 1
        export.n_done = export.n_rows = 0
        export.next_try_at = now + LEASE
        export.save(update_fields=["attempts", "n_done", "n_rows", "next_try_at"])
    return export


@transaction.atomic
def note_progress(*, export_id: UUID, n_done: int, n_tables: int) -> None:
    """How far the task has come, for the page that waits."""
    Export.objects.filter(pk=export_id, state=State.ASKED).update(n_done=n_done, n_tables=n_tables)


@transaction.atomic
def finish_export(*, export_id: UUID, data: bytes, n_rows: int) -> bool:
    """Keep the file under a key and tell its owner; False when another worker was quicker."""
    rows = Export.objects.select_for_update(of=("self",)).select_related("user")
    export = rows.filter(pk=export_id).first()  # gone with its person, perhaps
    if export is None or not export.can_move(State.READY):
        return False
    now = timezone.now()
    export.move(State.READY)
    export.sealed, export.size, export.n_rows = crypt.seal(data), len(data), n_rows
    export.ready_at, export.expires_at = now, now + KEPT
    export.save(update_fields=["state", "sealed", "size", "n_rows", "ready_at", "expires_at"])
    _tell(export)
    return True


def _tell(export: Export) -> None:
    user = export.user
    post_letter(
        kind="export_ready",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"until": export.expires_at, "url_path": path("privacy:home")},
        key=f"export:{export.pk}",
    )


@transaction.atomic
def export_failed(*, export_id: UUID) -> None:
    """Try again later, five times at most; then it is red in the admin and may be asked for again."""
    export = Export.objects.select_for_update().defer("sealed").get(pk=export_id)
    if export.state != State.ASKED:
        return
    if export.attempts >= MAX_ATTEMPTS:
        export.move(State.FAILED)
    export.next_try_at = next_try(export.attempts)
    export.save(update_fields=["state", "next_try_at"])


@transaction.atomic
def fetch_export(*, export_id: UUID, by: User, caller: Caller = NOWHERE) -> bytes:
    """The zip, for its owner alone (Http404 for others). Raises ProofNeeded, ExportGone."""
    insist_proof(by=by)
    export = Export.objects.filter(pk=export_id, user=by).first()
    if export is None:
        raise Http404
    if export.state != State.READY or export.expires_at is None or export.expires_at <= timezone.now():
        raise ExportGone
    note(user=by, kind=SecurityEvent.Kind.EXPORT_FETCHED, caller=caller)
    return crypt.unseal(bytes(export.sealed))
