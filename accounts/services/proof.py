"""Step-up: a sensitive step wants to know again who is there."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import ProofNeeded
from accounts.models import SecurityEvent, SignIn, User
from accounts.selectors import has_proved, sign_in_of
from accounts.services.trail import NOWHERE, note
from kit.requests import Caller
from kit.throttle import forgive, take


def insist_proof(*, by: User) -> None:
    """Raise ProofNeeded unless this sign-in proved password and second step within ten minutes.

    Scripts and tasks have no sign-in and are not asked.
    """
    sign_in = sign_in_of(by)
    if sign_in is not None and not has_proved(sign_in):
        raise ProofNeeded


def check_own_password(*, user: User, password: str, caller: Caller = NOWHERE) -> None:
    """Raises ValidationError under "password", and kit.throttle.TooMany."""
    take("proof", str(user.pk))
    if not user.check_password(password):
        note(user=user, kind=SecurityEvent.Kind.WRONG_PASSWORD, caller=caller)
        raise ValidationError({"password": _("This is not your present password.")})
    forgive("proof", str(user.pk))


@transaction.atomic
def mark_proved(*, sign_in: SignIn, caller: Caller = NOWHERE) -> None:
    """Password and second step have just been shown."""
    sign_in.proved_at = timezone.now()
    sign_in.save(update_fields=["proved_at"])
    note(user=sign_in.user, kind=SecurityEvent.Kind.PROVED, caller=caller)
