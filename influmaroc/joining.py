"""Opening an account to join a team: a person without a brand of their own, in the team at once."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.services import prepare_user, record_consents, register
from brands.services import accept_invitation, find_invitation
from kit.throttle import take


@dataclass(frozen=True)
class Colleague:
    """What an invited person tells us. The address is the invitation's, proven by its link."""

    name: str
    password: str
    language: str = "fr"
    consents: tuple[str, ...] = ()


def open_invited_account(*, token: str, colleague: Colleague, ip: str) -> User:
    """An account and a place in the team, both or none.

    Raises brands.errors.InvitationGone, ValidationError by field, accounts.errors.EmailTaken and
    kit.throttle.TooMany.
    """
    take("register", ip)
    invitation = find_invitation(token=token)
    user = prepare_user(
        email=invitation.email,
        password=colleague.password,
        name=colleague.name,
        role=User.Role.BRAND,
        language=colleague.language,
    )
    return _open(token, user, colleague.consents)


@transaction.atomic
def _open(token: str, user: User, consents: tuple[str, ...]) -> User:
    register(user=user)
    record_consents(user=user, purposes=consents)
    accept_invitation(token=token, by=user)
    return user
