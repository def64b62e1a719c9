"""Leaving: asked for, 14 days to think, stopped or carried out."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import insist_proof, start_leaving, stop_leaving
from accounts.services.trail import NOWHERE
from influencers.services import refresh_listing
from kit.requests import Caller
from mail.services import post_letter
from privacy.errors import MayNotLeave
from privacy.models import Deletion
from privacy.selectors import deletion_of, reasons_to_stay

THINK = timedelta(days=14)


@transaction.atomic
def ask_deletion(*, by: User, caller: Caller = NOWHERE) -> Deletion:
    """Schedule the end of an account: signed out everywhere and hidden now, erased in 14 days.

    The person is locked; asked twice, it is one deletion. Raises ProofNeeded, and
    MayNotLeave with every reason.
    """
    insist_proof(by=by)
    user = User.objects.select_for_update().get(pk=by.pk)
    if open_one := deletion_of(user):
        return open_one
    refuse_leaving(user)
    deletion = Deletion.objects.create(user=user, due_at=timezone.now() + THINK)
    start_leaving(user=user, caller=caller)
    by.leaving_at = user.leaving_at
    refresh_listing(user_id=user.pk)
    post_letter(
        kind="deletion_asked",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"until": deletion.due_at},
        key=f"deletion:{deletion.pk}",
    )
    return deletion


def refuse_leaving(user: User) -> None:
    """Raise MayNotLeave when something is open."""
    if reasons := reasons_to_stay(user):
        facts = [{"code": one.code, "detail": str(one.detail), "url": one.url} for one in reasons]
        raise MayNotLeave(reasons=facts)


@transaction.atomic
def stop_deletion(*, by: User, caller: Caller = NOWHERE) -> bool:
    """The account stays; False when no deletion was open. One that has begun to erase cannot be stopped."""
    rows = Deletion.objects.select_for_update().filter(user=by, state=Deletion.State.ASKED)
    deletion = rows.first()  # locked before the person, as the erasure does
    if deletion is None or deletion.done:
        return False
    user = User.objects.select_for_update().get(pk=by.pk)
    deletion.move(Deletion.State.STOPPED)
    deletion.ended_at = timezone.now()
    deletion.save(update_fields=["state", "ended_at"])
    stop_leaving(user=user, caller=caller)
    by.leaving_at = None
    refresh_listing(user_id=user.pk)
    post_letter(
        kind="deletion_cancelled",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        key=f"deletion-stopped:{deletion.pk}",
    )
    return True
