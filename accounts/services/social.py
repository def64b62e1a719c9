"""Accounts of other sites: what they say of a person, and connecting one to an account here.

They stand in for the password, never for the second step. An account here is never found by its address.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import SecurityEvent, SocialLink, User
from accounts.services.proof import insist_proof
from accounts.services.trail import NOWHERE, note
from kit.errors import WrongState, ensure
from kit.requests import Caller


@dataclass(frozen=True)
class Arrival:
    """Who another site says has come: its own number for them is what counts."""

    provider: str
    uid: str
    email: str = ""
    name: str = ""


def person_behind(*, arrival: Arrival) -> User | None:
    """Whose account this is connected to."""
    links = SocialLink.objects.filter(provider=arrival.provider, uid=arrival.uid).select_related("user")
    link = links.first()
    return link.user if link else None


@transaction.atomic
def connect_social(*, by: User, arrival: Arrival, caller: Caller = NOWHERE) -> None:
    """Let this account of another site in from now on.

    Raises ProofNeeded, NotAllowed for staff, and WrongState when it is taken, or the person has one there.
    """
    insist_proof(by=by)
    ensure(not by.is_staff)
    if not keep_social(user=by, arrival=arrival):
        raise WrongState(_("This account of the other site cannot be connected here."))
    note(user=by, kind=SecurityEvent.Kind.SOCIAL_CONNECTED, caller=caller, reason=arrival.provider)


@transaction.atomic
def keep_social(*, user: User, arrival: Arrival) -> bool:
    """Store the connection; False when the database says it is taken. The same one twice is as once."""
    theirs = SocialLink.objects.filter(user=user, provider=arrival.provider, uid=arrival.uid)
    if theirs.exists():
        return True
    try:
        with transaction.atomic():
            SocialLink.objects.create(
                user=user, provider=arrival.provider, uid=arrival.uid, email=arrival.email[:254]
            )
    except IntegrityError:
        return False
    return True


@transaction.atomic
def disconnect_social(*, by: User, provider: str, caller: Caller = NOWHERE) -> bool:
    """No longer let it in; False when there was none. A password is there besides. Raises ProofNeeded."""
    insist_proof(by=by)
    if not SocialLink.objects.filter(user=by, provider=provider).delete()[0]:
        return False
    note(user=by, kind=SecurityEvent.Kind.SOCIAL_REMOVED, caller=caller, reason=provider)
    return True
