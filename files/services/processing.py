"""A file on its way to being shown: claimed, looked into outside of any transaction, then ticked.

Each claim is a number (`attempts`). Whoever comes back with an older one has lost the file to somebody else,
and changes nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from files.facts import FileReady, FileRefused
from files.models import File, Variant
from files.policies import may_tend
from files.services.receiving import ring
from kit.errors import WrongState, ensure
from kit.retries import next_try

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
SCANNER_REST = timedelta(seconds=30)
ERROR_LENGTH = 300
State, Reason = File.State, File.Reason


@dataclass(frozen=True, kw_only=True)
class Made:
    """What the workshop made, already in the storage."""

    variants: list[Variant]
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None


@transaction.atomic
def claim_file() -> File | None:
    """Take the file that has waited longest, for two minutes (longer with progress); None when none is due.

    A worker that dies gives it back when the time is up; a file that has ended five of them is refused.
    """
    rows = File.objects.due().select_related("blob").order_by("next_try_at")
    while file := rows.select_for_update(skip_locked=True, of=("self",)).first():
        if file.attempts >= MAX_ATTEMPTS:
            _refuse(file, Reason.FAILED, file.error or "the last attempt was never finished")
            continue
        file.attempts += 1
        file.next_try_at = timezone.now() + LEASE
        file.save(update_fields=["attempts", "next_try_at"])
        return file
    return None


def note_progress(*, claimed: File, percent: int) -> bool:
    """It goes on: the claim is good for another two minutes. False when it was lost."""
    rows = File.objects.filter(pk=claimed.pk, attempts=claimed.attempts, state=State.PROCESSING)
    return bool(rows.update(progress=min(percent, 99), next_try_at=timezone.now() + LEASE))


@transaction.atomic
def file_scanned(*, claimed: File, scan: str, found: str = "") -> bool:
    """The scanner's verdict, or that there is no scanner. False when the file goes no further."""
    file = _held(claimed, State.SCANNING)
    if file is None:
        return False
    file.scan, file.scanned_at = scan, timezone.now()
    file.save(update_fields=["scan", "scanned_at"])
    if scan == File.Scan.INFECTED:
        _refuse(file, Reason.INFECTED, found)
        return False
    file.move(State.PROCESSING)
    file.save(update_fields=["state"])
    return True


@transaction.atomic
def file_made(*, claimed: File, made: Made) -> bool:
    """It is ready; whoever put it on something hears of it. False when the claim was lost."""
    file = _held(claimed, State.PROCESSING)
    if file is None or file.blob is None:
        return False
    file.blob.variants.all().delete()  # of an earlier try; their bytes go with the next sweep
    for variant in made.variants:
        variant.blob = file.blob
    Variant.objects.bulk_create(made.variants)
    file.move(State.READY)
    file.width, file.height, file.duration_ms = made.width, made.height, made.duration_ms
    file.progress, file.error, file.ready_at = 100, "", timezone.now()
    file.save()
    emit(FileReady(file_id=str(file.pk), attached_to=file.attached_to))
    return True


@transaction.atomic
def file_refused(*, claimed: File, reason: str, error: str = "") -> None:
    """It will never be shown."""
    file = _held(claimed, State.SCANNING, State.PROCESSING)
    if file is not None:
        _refuse(file, reason, error)


@transaction.atomic
def file_failed(*, claimed: File, error: Exception) -> None:
    """Try again later; after five times it is refused."""
    file = _held(claimed, State.SCANNING, State.PROCESSING)
    if file is None:
        return
    file.next_try_at, file.error = next_try(file.attempts), repr(error)[:ERROR_LENGTH]
    file.save(update_fields=["next_try_at", "error"])


@transaction.atomic
def file_waits(*, claimed: File, error: Exception) -> None:
    """The scanner gave no verdict: the file waits, however long, and is not shown. That is no attempt."""
    file = _held(claimed, State.SCANNING)
    if file is None:
        return
    file.attempts -= 1
    file.next_try_at, file.error = timezone.now() + SCANNER_REST, f"scanner: {error}"[:ERROR_LENGTH]
    file.save(update_fields=["attempts", "next_try_at", "error"])


@transaction.atomic
def process_again(*, file_id: UUID, by: Any) -> None:
    """Staff have a refused file scanned and prepared once more. Raises NotAllowed, WrongState."""
    ensure(may_tend(by))
    file = File.objects.select_for_update(of=("self",)).exclude(blob=None).get(pk=file_id)
    if file.state != State.REFUSED:
        raise WrongState(state=file.state, wanted=str(State.SCANNING))
    file.move(State.SCANNING)
    file.reason, file.scan, file.attempts, file.progress = "", File.Scan.PENDING, 0, 0
    file.error, file.ended_at, file.next_try_at = "", None, timezone.now()
    file.save()
    transaction.on_commit(ring, robust=True)


def _held(claimed: File, *states: str) -> File | None:
    """The row under lock, while this claim is still the last one."""
    rows = File.objects.select_for_update(of=("self",)).select_related("blob")
    return rows.filter(pk=claimed.pk, attempts=claimed.attempts, state__in=states).first()


def _refuse(file: File, reason: str, error: str) -> None:
    file.move(State.REFUSED)
    file.reason, file.error, file.ended_at = reason, error[:ERROR_LENGTH], timezone.now()
    file.save(update_fields=["state", "reason", "error", "ended_at"])
    emit(FileRefused(file_id=str(file.pk), attached_to=file.attached_to, reason=reason))
