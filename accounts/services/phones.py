"""Phones that get codes by SMS. Sending and checking is for accounts.gateways, between two of these:
everything is counted before the provider is asked.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ChallengeGone, SmsNotSetUp
from accounts.models import Challenge, Phone, SignIn, User
from accounts.selectors import is_sms_ready, sign_in_of
from accounts.services.authenticators import factor_was_added, forget_factor
from accounts.services.challenges import (
    VALID,
    Pending,
    Purpose,
    Subject,
    data_of,
    finish_challenge,
    open_challenge,
)
from accounts.services.proof import insist_proof
from accounts.services.second_step import AGAIN_AFTER, methods_of
from accounts.services.trail import NOWHERE
from kit import crypt
from kit.errors import WrongState, ensure
from kit.morocco import mobile_of
from kit.requests import Caller
from kit.throttle import take

SMS = SignIn.Factor.SMS


class Errand(NamedTuple):
    """An SMS that is to leave now."""

    challenge: Challenge
    number: str
    language: str


def ask_phone(*, by: User, number: str, caller: Caller = NOWHERE) -> Pending:
    """A number to get codes at, once a code proves that it is theirs. Nothing is sent yet.

    Raises ProofNeeded, NotAllowed for staff, SmsNotSetUp, WrongState when there is a phone already, and
    ValidationError under "number".
    """
    insist_sms(by=by)
    _refuse_second(by)
    mobile = mobile_of(number)
    if mobile is None:
        raise ValidationError({"number": _("Enter a Moroccan mobile number, such as 06 12 34 56 78.")})
    about = Subject(user=by, sign_in=sign_in_of(by))
    data = {"number": mobile, "methods": [str(SMS)]}
    pending = open_challenge(purpose=Purpose.PHONE, about=about, caller=caller, data=data)
    return Pending(pending.token, pending.challenge, (str(SMS),))


def insist_sms(*, by: User) -> None:
    """Raises ProofNeeded, NotAllowed for staff, and SmsNotSetUp."""
    insist_proof(by=by)
    ensure(not by.is_staff)
    if not is_sms_ready():
        raise SmsNotSetUp


def _refuse_second(user: User) -> None:
    if Phone.objects.filter(user=user).exists():
        raise WrongState(_("A phone gets your codes already. Remove it first."))


def number_of(*, challenge: Challenge) -> str:
    """Where its code goes. Raises ChallengeGone when the phone was removed meanwhile."""
    if challenge.purpose == Purpose.PHONE:
        return data_of(challenge)["number"]
    phone = Phone.objects.filter(user=challenge.user_id).first()
    if phone is None:
        raise ChallengeGone
    return crypt.decrypt(phone.sealed)


def claim_sms(*, challenge: Challenge, caller: Caller = NOWHERE) -> Errand | None:
    """Count an SMS before it leaves; None within half a minute of the one before.

    Raises SmsNotSetUp, ChallengeGone where none would help, and kit.throttle.TooMany.
    """
    if not is_sms_ready():
        raise SmsNotSetUp
    if SMS not in methods_of(challenge):
        raise ChallengeGone
    number = number_of(challenge=challenge)
    if not _claim(challenge):
        return None
    try:
        take("sms-person", str(challenge.user_id))
        take("sms-ip", caller.ip or "")
        take("sms-number", number)
    except Exception:
        give_back(challenge=challenge)
        raise
    return Errand(challenge, number, challenge.person.language)


def _claim(challenge: Challenge) -> bool:
    now = timezone.now()
    is_due = Q(sent_at=None) | Q(sent_at__lte=now - AGAIN_AFTER)
    rows = Challenge.objects.alive().filter(is_due, pk=challenge.pk)
    return bool(rows.update(sent_at=now, expires_at=now + VALID))


@transaction.atomic
def give_back(*, challenge: Challenge) -> None:
    """It did not leave: it may be asked for again at once."""
    Challenge.objects.filter(pk=challenge.pk).update(sent_at=None)


@transaction.atomic
def keep_phone(*, challenge: Challenge, caller: Caller = NOWHERE) -> list[str]:
    """The code was right: use the phone. Returns recovery codes when the person had none, else [].

    The person is locked. Raises ChallengeGone, WrongState.
    """
    user = User.objects.select_for_update().get(pk=challenge.user_id)
    number = number_of(challenge=challenge)
    finish_challenge(challenge=challenge)
    _refuse_second(user)
    Phone.objects.create(user=user, sealed=crypt.encrypt(number))
    return factor_was_added(user=user, factor=_("Code by SMS"), caller=caller)


@transaction.atomic
def remove_phone(*, by: User, caller: Caller = NOWHERE) -> None:
    """No codes by SMS any more. Raises ProofNeeded."""
    insist_proof(by=by)
    if Phone.objects.filter(user=by).delete()[0]:
        forget_factor(user=by, factor=_("Code by SMS"), caller=caller)
