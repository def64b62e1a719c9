"""An account on its way out: signed out everywhere, and back when its owner changes their mind.

Who may leave, and what is erased in the end, is decided by a floor that sees everything (privacy).
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import SecurityEvent, SignIn, User
from accounts.services.sign_ins import end_resets, end_sign_ins
from accounts.services.trail import NOWHERE, note
from kit.requests import Caller


@transaction.atomic
def start_leaving(*, user: User, caller: Caller = NOWHERE) -> User:
    """Sign out everywhere and mark the account as leaving. The person may sign in again to stop it."""
    row = User.objects.select_for_update().get(pk=user.pk)
    row.leaving_at = user.leaving_at = timezone.now()
    row.save(update_fields=["leaving_at"])
    end_sign_ins(user=row, why=SignIn.End.CLOSED)
    end_resets(user=row)
    note(user=row, kind=SecurityEvent.Kind.DELETION_ASKED, caller=caller)
    return row


@transaction.atomic
def stop_leaving(*, user: User, caller: Caller = NOWHERE) -> User:
    """The account stays."""
    row = User.objects.select_for_update().get(pk=user.pk)
    row.leaving_at = user.leaving_at = None
    row.save(update_fields=["leaving_at"])
    note(user=row, kind=SecurityEvent.Kind.DELETION_STOPPED, caller=caller)
    return row
