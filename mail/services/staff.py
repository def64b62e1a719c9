"""What staff put right by hand, and what time removes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.errors import WrongState, ensure
from mail.errors import AddressSuppressed, SecretGone
from mail.models import Letter, PostEvent, ShownLetter, Suppression
from mail.policies import may_mail
from mail.querysets import OWED
from mail.selectors import KINDS, is_suppressed
from mail.services.posting import ring

KEPT = timedelta(days=180)
EVENTS_KEPT = timedelta(days=90)
SHOWN_KEPT = timedelta(days=7)


@transaction.atomic
def send_again(*, letter_id: UUID, by: Any) -> None:
    """Owe a letter once more, from the first attempt on, under the same Message-ID.

    Raises NotAllowed, WrongState, SecretGone for codes and links, AddressSuppressed.
    """
    ensure(may_mail(by))
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.kind not in KINDS or KINDS[letter.kind].secret:
        raise SecretGone
    if is_suppressed(letter.to):
        raise AddressSuppressed
    if letter.state in OWED:
        raise WrongState(state=letter.state)
    letter.move(Letter.State.QUEUED)
    letter.attempts = 0
    letter.error = ""
    letter.queued_at = letter.next_try_at = timezone.now()
    letter.settled_at = None
    letter.save(
        update_fields=["state", "attempts", "error", "queued_at", "next_try_at", "settled_at"],
    )
    transaction.on_commit(ring, robust=True)


@transaction.atomic
def lift_suppression(*, suppression_id: int, by: Any) -> None:
    """Write to an address again. Raises NotAllowed."""
    ensure(may_mail(by))
    rows = Suppression.objects.filter(pk=suppression_id, lifted_at=None)
    rows.update(lifted_at=timezone.now(), lifted_by=by.pk)


@transaction.atomic
def forget_person(*, user_id: UUID, address: str = "") -> int:
    """Erase address and values from a person's letters, and all else that names the address; that a letter
    was sent stays. Return how many letters.

    What still waits is not sent any more.
    """
    whose = Q(user_id=user_id) | Q(to__iexact=address) if address else Q(user_id=user_id)
    letters = Letter.objects.filter(whose)
    ShownLetter.objects.filter(Q(pk__in=letters.values("pk")) | Q(to__iexact=address)).delete()
    letters.owed().update(state=Letter.State.SUPPRESSED, settled_at=timezone.now())
    if address:
        Suppression.objects.filter(address=address.lower()).delete()
        PostEvent.objects.filter(raw__icontains=address).delete()
    return letters.update(to="", data={}, sealed="", key="", error="", user_id=None)


@transaction.atomic
def forget_old_mail(*, limit: int = 10_000) -> int:
    """Drop letters after 180 days, events after 90, a batch at a time; suppressions stay."""
    now = timezone.now()
    old_events = PostEvent.objects.filter(received_at__lt=now - EVENTS_KEPT)
    PostEvent.objects.filter(pk__in=list(old_events.values_list("pk", flat=True)[:limit])).delete()
    ShownLetter.objects.filter(at__lt=now - SHOWN_KEPT).delete()
    old = Letter.objects.filter(queued_at__lt=now - KEPT).values_list("pk", flat=True)[:limit]
    return Letter.objects.filter(pk__in=list(old)).delete()[0]
