"""The mail a notice owes: claimed, tried outside any transaction, then ticked."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kit.retries import MAX_ATTEMPTS, next_try
from notifications.models import Notice

LEASE = timedelta(minutes=5)
KEPT = timedelta(days=365)


@transaction.atomic
def claim_mails(*, limit: int = 50) -> list[Notice]:
    """Take up to `limit` notices whose mail is due, for five minutes. A worker that dies gives them back."""
    due = Notice.objects.to_mail().select_related("reader").order_by("mail_at")
    notices = list(due.select_for_update(skip_locked=True, of=("self",))[:limit])
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mail_at=timezone.now() + LEASE)
    return notices


@transaction.atomic
def mail_sent(*, notice_id: UUID) -> None:
    """The letter has left: nothing is owed any more."""
    Notice.objects.filter(pk=notice_id).update(mail_at=None, mailed_at=timezone.now(), mail_error="")


@transaction.atomic
def mail_failed(*, notice_id: UUID, error: Exception) -> None:
    """Try again later, ten times at most; then the notice stays in the inbox only, red in the admin."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    notice.n_mail_failures += 1
    is_last = notice.n_mail_failures >= MAX_ATTEMPTS
    notice.mail_at = None if is_last else next_try(notice.n_mail_failures)
    notice.mail_error = repr(error)[:2000]
    notice.save(update_fields=["n_mail_failures", "mail_at", "mail_error"])


@transaction.atomic
def mail_again(*, notice_ids: list[UUID]) -> int:
    """Owe these mails again, from the first attempt on; what was sent is sent once more."""
    return Notice.objects.filter(pk__in=notice_ids).update(
        mail_at=timezone.now(), n_mail_failures=0, mail_error=""
    )


@transaction.atomic
def forget_old_notices(*, limit: int = 10_000) -> int:
    """Drop notices after a year, a batch at a time."""
    old = Notice.objects.filter(made_at__lt=timezone.now() - KEPT).values_list("pk", flat=True)[:limit]
    return Notice.objects.filter(pk__in=list(old)).delete()[0]
