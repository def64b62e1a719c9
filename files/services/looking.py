"""Who was handed what, and why staff looked."""

from typing import Any
from uuid import UUID

from django.db import transaction

from files.models import Access, File
from files.policies import may_open_others
from kit.errors import ensure

REASON_LENGTH = 200


def note_access(*, file: File, reader: Any, variant: str, ip: str | None) -> None:
    """One download. What anybody may read is not noted, nor the later pieces of a video."""
    Access.objects.create(file=file, reader=reader, variant=variant, ip=ip)


@transaction.atomic
def say_why(*, file_id: UUID, reason: str, ip: str | None, by: Any) -> None:
    """Staff give the reason for opening somebody's file; for an hour they may. Raises NotAllowed."""
    ensure(may_open_others(by) and bool(reason.strip()))
    file = File.objects.exclude(state=File.State.REMOVED).get(pk=file_id)
    Access.objects.create(file=file, reader=by, reason=reason.strip()[:REASON_LENGTH], ip=ip)
