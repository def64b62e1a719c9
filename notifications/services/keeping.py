"""How people keep their inbox. Doing it twice changes nothing."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from notifications.errors import NoThread
from notifications.models import MutedThread, Notice
from notifications.services.reading import refresh_counter


@transaction.atomic
def save_notice(*, notice_id: UUID | str, by: User, is_saved: bool) -> Notice:
    """Keep it at hand, or not any more; one that is done can be kept too. Raises Notice.DoesNotExist."""
    notice = Notice.objects.get(pk=notice_id, reader=by)
    if (notice.saved_at is not None) != is_saved:
        notice.saved_at = timezone.now() if is_saved else None
        notice.save(update_fields=["saved_at"])
    return notice


@transaction.atomic
def mute_thread(*, notice_id: UUID | str, by: User, is_muted: bool) -> Notice:
    """Not to be disturbed any more about what this notice is about, or again.

    Raises Notice.DoesNotExist, and NoThread for one that stands alone.
    """
    notice = Notice.objects.get(pk=notice_id, reader=by)
    if not notice.thread:
        raise NoThread
    if is_muted:
        MutedThread.objects.get_or_create(user=by, thread=notice.thread)
    else:
        MutedThread.objects.filter(user=by, thread=notice.thread).delete()
    return notice


@transaction.atomic
def put_back(*, ids: Iterable[UUID], by: User) -> int:
    """What was done by mistake is in the inbox again, and stays read; those of others are overlooked. Return
    how many came back.
    """
    return Notice.objects.filter(reader=by, pk__in=list(ids)).exclude(removed_at=None).update(removed_at=None)


@transaction.atomic
def finish_notices(*, ids: Iterable[UUID], by: User, how: str) -> int:
    """Tick many at once, "read" or "done", which is read too; those of others are overlooked. Return how many
    changed.
    """
    now, rows = timezone.now(), Notice.objects.of(by).filter(pk__in=list(ids))
    if how == "read":
        n_changed = rows.unread().update(read_at=now)
    else:
        n_changed = rows.update(removed_at=now, read_at=Coalesce("read_at", now))
    refresh_counter(by)
    return n_changed
