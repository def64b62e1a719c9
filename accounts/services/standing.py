"""What staff decide about an account: suspended and restored, closed and reopened."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.facts import AccountClosed, AccountReopened, AccountRestored, AccountSuspended
from accounts.models import SecurityEvent, SignIn, User
from accounts.policies import may_govern
from accounts.services.sign_ins import end_resets, end_sign_ins
from accounts.services.trail import note
from events.services import emit
from kit.errors import WrongState, ensure
from kit.text import tidy_lines
from mail.services import post_letter

LONGEST_REASON = 500
STANDING = ["is_active", "suspended_at", "suspended_for"]


@transaction.atomic
def suspend_account(*, user_id: Any, reason: str, by: User) -> User:
    """Staff: shut a person out at once, for a reason that they are told and may appeal against.

    Sessions, tokens and reset links end; rows and money stay. Raises NotAllowed, WrongState unless the
    account is active, and ValidationError under "reason".
    """
    user, told = locked_person(user_id=user_id, by=by), said(reason)
    if not user.is_active:
        raise WrongState
    user.suspended_at, user.suspended_for = timezone.now(), told
    _shut(user, SignIn.End.SUSPENDED)
    note(user=user, kind=SecurityEvent.Kind.SUSPENDED, by=by, reason=told)
    _write(user, "account_suspended", {"reason": told})
    emit(AccountSuspended(user_id=str(user.pk)), by=by)
    return user


@transaction.atomic
def restore_account(*, user_id: Any, reason: str = "", by: User) -> User:
    """Staff: lift a suspension. Raises NotAllowed, and WrongState when there is none."""
    user = locked_person(user_id=user_id, by=by)
    if user.state != User.State.SUSPENDED:
        raise WrongState
    _open(user)
    note(user=user, kind=SecurityEvent.Kind.RESTORED, by=by, reason=tidy_lines(reason)[:LONGEST_REASON])
    _write(user, "account_restored", {})
    emit(AccountRestored(user_id=str(user.pk)), by=by)
    return user


@transaction.atomic
def close_account(*, user_id: Any, reason: str = "", by: User) -> User:
    """Staff: close an account at once. Sessions and tokens end; rows and money stay. Raises NotAllowed."""
    user = locked_person(user_id=user_id, by=by)
    user.suspended_at, user.suspended_for = None, ""
    _shut(user, SignIn.End.CLOSED)
    note(user=user, kind=SecurityEvent.Kind.CLOSED, by=by, reason=tidy_lines(reason)[:LONGEST_REASON])
    emit(AccountClosed(user_id=str(user.pk)), by=by)
    return user


@transaction.atomic
def reopen_account(*, user_id: Any, reason: str = "", by: User) -> User:
    """Staff: let a person in again. Raises NotAllowed; WrongState for one suspended or deleted."""
    user = locked_person(user_id=user_id, by=by)
    if user.state == User.State.SUSPENDED or user.leaving_at is not None:
        raise WrongState
    _open(user)
    note(user=user, kind=SecurityEvent.Kind.REOPENED, by=by, reason=tidy_lines(reason)[:LONGEST_REASON])
    emit(AccountReopened(user_id=str(user.pk)), by=by)
    return user


def set_standing(*, user_id: Any, status: str, reason: str = "", by: User) -> User:
    """Staff: make an account active or suspended, whichever way leads there. Raises what those ways raise."""
    if status == User.State.SUSPENDED:
        return suspend_account(user_id=user_id, reason=reason, by=by)
    person = User.objects.get(pk=user_id)
    if person.is_active:
        ensure(may_govern(by, person))
        raise WrongState
    open_again = restore_account if person.state == User.State.SUSPENDED else reopen_account
    return open_again(user_id=user_id, reason=reason, by=by)


def locked_person(*, user_id: Any, by: User) -> User:
    """Somebody whom this member of staff may act on, locked. Raises NotAllowed."""
    user = User.objects.select_for_update().get(pk=user_id)
    ensure(may_govern(by, user))
    return user


def said(reason: str) -> str:
    """The reason in its stored form. Raises ValidationError under "reason" for none, or one too long."""
    told = tidy_lines(reason)
    if not told:
        raise ValidationError({"reason": _("Say why: the person is told.")})
    if len(told) > LONGEST_REASON:
        raise ValidationError({"reason": _("At most %(n)s characters.") % {"n": LONGEST_REASON}})
    return told


def _shut(user: User, end: str) -> None:
    user.is_active = False
    user.save(update_fields=STANDING)
    end_sign_ins(user=user, why=end)
    end_resets(user=user)


def _open(user: User) -> None:
    user.is_active, user.suspended_at, user.suspended_for = True, None, ""
    user.save(update_fields=STANDING)


def _write(user: User, kind: str, data: dict[str, Any]) -> None:
    post_letter(kind=kind, to=user.email, language=user.language, user_id=user.pk, data=data)
