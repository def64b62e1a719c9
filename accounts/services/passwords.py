"""Changing a password."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SecurityEvent, SignIn, User
from accounts.services.opening import check_password_strength
from accounts.services.sign_ins import end_resets, end_sign_ins
from accounts.services.trail import NOWHERE, note
from kit.requests import Caller
from kit.throttle import forgive, take
from mail.services import post_letter


def change_password(
    *, user: User, current: str, password: str, here: SignIn | None = None, caller: Caller = NOWHERE
) -> None:
    """A person who knows the present password chooses another; every other device is signed out.

    Raises ValidationError under "current" or "password", and kit.throttle.TooMany.
    """
    take("password-change", str(user.pk))
    if not user.check_password(current):
        note(user=user, kind=SecurityEvent.Kind.WRONG_PASSWORD, caller=caller)
        raise ValidationError({"current": _("This is not your present password.")})
    check_password_strength(password, user)
    forgive("password-change", str(user.pk))
    set_password(user=user, password=password, here=here, caller=caller)


@transaction.atomic
def set_password(*, user: User, password: str, here: SignIn | None = None, caller: Caller = NOWHERE) -> None:
    """Store a new password, sign out everywhere but `here`, end every link to another, tell the mailbox."""
    row = User.objects.select_for_update().get(pk=user.pk)
    row.set_password(password)
    row.save(update_fields=["password"])
    user.password = row.password
    password_was_set(user=user, here=here, caller=caller)


@transaction.atomic
def password_was_set(
    *, user: User, here: SignIn | None = None, caller: Caller = NOWHERE, by: User | None = None
) -> None:
    """What follows wherever a password was stored: other sign-ins and links end, trail and mailbox know."""
    end_sign_ins(user=user, why=SignIn.End.PASSWORD, but=here)
    end_resets(user=user)
    note(user=user, kind=SecurityEvent.Kind.PASSWORD_CHANGED, caller=caller, by=by)
    post_letter(
        kind="password_changed",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"at": timezone.now()},
    )
