"""What readers do with their inbox. Doing it twice changes nothing."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kit.live import push_on_commit
from notifications.models import Notice
from notifications.selectors import unread_count


@transaction.atomic
def mark_read(*, notice_id: UUID | str, by: User) -> Notice:
    """One that is done, or never stood on the site, too: a device that was rung leads there.

    Raises Notice.DoesNotExist for somebody else's notice, which is a 404.
    """
    notice = Notice.objects.get(pk=notice_id, reader=by)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
        refresh_counter(by)
    return notice


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Return how many were unread."""
    n_marked = Notice.objects.of(by).unread().update(read_at=timezone.now())
    refresh_counter(by)
    return n_marked


@transaction.atomic
def remove_notice(*, notice_id: UUID | str, by: User) -> None:
    """Take a notice out of the inbox; the row stays a year so that nothing is told twice. What is done was
    read: nothing rings for it any more.

    Raises Notice.DoesNotExist.
    """
    notice = Notice.objects.of(by).get(pk=notice_id)
    notice.removed_at = timezone.now()
    notice.read_at = notice.read_at or notice.removed_at
    notice.save(update_fields=["removed_at", "read_at"])
    refresh_counter(by)


def refresh_counter(reader: Any) -> None:
    """Other tabs of the same person follow."""
    push_on_commit(f"user.{reader.pk}", unread=unread_count(reader))
