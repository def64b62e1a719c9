"""What a file belongs to: said by the app above, in the transaction of the thing itself."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from files.errors import FileAttached, FileUnusable, WrongPurpose
from files.models import File
from files.policies import owns
from files.querysets import USABLE


@transaction.atomic
def attach(*, file_ids: Sequence[UUID | str], by: Any, to: str) -> list[File]:
    """Put somebody's own files on a thing ("message:<id>"); from then on they are kept.

    All or none, and twice is as once. The word before the colon is the purpose they were sent for. They may
    still be waiting for the check: their cards say so, and FileReady or FileRefused follows. Raises
    File.DoesNotExist for what is not theirs, FileUnusable, FileAttached, WrongPurpose.
    """
    rows = File.objects.select_for_update().filter(pk__in=file_ids).order_by("pk").in_bulk()
    files = [rows.get(UUID(str(pk))) for pk in dict.fromkeys(file_ids)]
    now = timezone.now()
    for file in files:
        if file is None or not owns(by, file) or file.state == File.State.REMOVED:
            raise File.DoesNotExist
        _ensure_free(file, to)
    kept = [file for file in files if file is not None]
    for file in kept:
        if not file.attached_to:
            file.attached_to, file.attached_by, file.attached_at = to, by, now
            file.save(update_fields=["attached_to", "attached_by", "attached_at"])
    return kept


def _ensure_free(file: File, to: str) -> None:
    if file.state not in USABLE:
        raise FileUnusable
    if file.purpose != to.partition(":")[0]:
        raise WrongPurpose
    if file.attached_to not in {"", to}:
        raise FileAttached


@transaction.atomic
def detach(*, to: str, file_ids: Sequence[UUID | str] | None = None) -> int:
    """Take files off a thing again (all of them without `file_ids`); return how many.

    Whoever calls has looked whether that may be. A day later they are removed, unless put on something.
    """
    rows = File.objects.filter(attached_to=to)
    if file_ids is not None:
        rows = rows.filter(pk__in=file_ids)
    return rows.update(attached_to="", attached_by=None, attached_at=None, loose_since=timezone.now())
