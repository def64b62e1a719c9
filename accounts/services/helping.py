"""What staff do for somebody who cannot help themselves: a lost phone, a lost mailbox."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authenticator, Phone, SecurityEvent, SignIn, User
from accounts.services.authenticators import forget_factor
from accounts.services.proof import insist_proof
from accounts.services.second_step import mark_verified
from accounts.services.sign_ins import end_resets, end_sign_ins
from accounts.services.standing import locked_person, said
from accounts.services.trail import NOWHERE, note
from kit.errors import WrongState
from mail.services import post_letter


@transaction.atomic
def reset_factors(*, user_id: Any, reason: str, by: User) -> User:
    """Take every second factor away from somebody who lost theirs, and sign them out everywhere.

    The mailbox is told. Raises NotAllowed, ProofNeeded, WrongState when there is none, and ValidationError
    under "reason".
    """
    insist_proof(by=by)
    user, told = locked_person(user_id=user_id, by=by), said(reason)
    n_gone = Authenticator.objects.filter(user=user).delete()[0] + Phone.objects.filter(user=user).delete()[0]
    if not n_gone + user.passkeys.all().delete()[0]:
        raise WrongState(_("This person has no second factor."))
    user.recovery_codes.all().delete()
    forget_factor(user=user, factor=_("all of them, by our team"), caller=NOWHERE, by=by, reason=told)
    end_sign_ins(user=user, why=SignIn.End.FACTOR)
    return user


@transaction.atomic
def verify_address(*, user_id: Any, reason: str, by: User) -> User:
    """Take an address as proved, because staff saw the proof elsewhere. Raises NotAllowed, WrongState."""
    user, told = locked_person(user_id=user_id, by=by), said(reason)
    if user.email_verified_at is not None:
        raise WrongState(_("This address is proved already."))
    mark_verified(user=user, by=by, reason=told)
    return user


@transaction.atomic
def address_was_set(*, user: User, old: str, by: User) -> None:
    """What follows where staff stored another address: it is to be proved, and the old mailbox is told.

    Whoever sets an address can take an account over. Raises ProofNeeded, in the transaction that stored it.
    """
    insist_proof(by=by)
    user.email_verified_at = None
    user.save(update_fields=["email_verified_at"])
    end_sign_ins(user=user, why=SignIn.End.EMAIL)
    end_resets(user=user)
    note(user=user, kind=SecurityEvent.Kind.EMAIL_CHANGED, by=by)
    post_letter(
        kind="email_changed", to=old, language=user.language, user_id=user.pk, data={"new": user.email}
    )
