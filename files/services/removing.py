"""Files that go: by their owner's hand, or with the account. The bytes follow with the next sweep."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from files.errors import FileAttached
from files.models import File, Upload


@transaction.atomic
def remove_file(*, file_id: UUID, by: Any) -> None:
    """The owner removes a file. Raises File.DoesNotExist, FileAttached for what something above keeps."""
    file = File.objects.of(by).select_for_update(of=("self",)).get(pk=file_id)
    if file.attached_to:
        raise FileAttached
    let_go(file)


def let_go(file: File) -> None:
    """The row stays as a mark, without its bytes; in the caller's transaction, which holds the row."""
    Upload.objects.filter(file=file).delete()
    file.move(File.State.REMOVED)
    file.blob, file.reason, file.ended_at = None, "", timezone.now()
    file.save(update_fields=["blob", "reason", "state", "ended_at"])


@transaction.atomic
def forget_person(*, user_id: UUID) -> int:
    """Remove all of a person's files, whatever they belong to; return how many. Safe to repeat."""
    rows = File.objects.filter(owner_id=user_id).exclude(state=File.State.REMOVED)
    files = list(rows.select_for_update(of=("self",)))
    for file in files:
        let_go(file)
    return len(files)
