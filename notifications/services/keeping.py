"""How people keep their inbox. Doing it twice changes nothing."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kit.live import push_on_commit
from notifications.errors import NoThread
from notifications.models import MutedThread, Notice
from notifications.selectors import unread_count


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
def finish_notices(*, ids: Iterable[UUID], by: User, how: str) -> int:
    """Tick many at once, "done" or "read"; those of others are overlooked. Return how many changed."""
    column = {"done": "removed_at", "read": "read_at"}[how]
    rows = Notice.objects.of(by).filter(pk__in=list(ids), **{column: None})
    n_changed = rows.update(**{column: timezone.now()})
    push_on_commit(f"user.{by.pk}", unread=unread_count(by))
    return n_changed
