"""After the right password: what is still to be shown, and showing it. The same for pages and the API."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.errors import ChallengeGone, WrongCode
from accounts.models import Challenge, Device, Phone, SecurityEvent, SignIn, User
from accounts.selectors import device_name, factors_of, sign_in_of
from accounts.services.authenticators import is_totp
from accounts.services.challenges import (
    Pending,
    Purpose,
    Subject,
    count_try,
    data_of,
    find_challenge,
    finish_challenge,
    is_code,
    open_challenge,
    set_code,
    wrong_code,
)
from accounts.services.passkeys import is_assertion
from accounts.services.proof import check_own_password, mark_proved
from accounts.services.recovery import use_recovery_code
from accounts.services.trail import NOWHERE, note
from kit.places import place_of
from kit.requests import Caller
from kit.throttle import forgive, take
from kit.tokens import digest
from mail.services import post_letter

TRUSTED = timedelta(days=30)
AGAIN_AFTER = timedelta(seconds=30)
Factor = SignIn.Factor


@dataclass(frozen=True)
class Entered:
    """Who has shown everything, and the second step that counts."""

    user: User
    factor: str


def start_second_step(*, user: User, caller: Caller, passed: str = "") -> Pending | None:
    """What a person who knows the password has to show besides; None when nothing.

    An address that is not proved yet gets a code first. Then whatever factors there are, unless this device
    was spared them; without factors, a code by e-mail on a device that is not known. Staff always need a
    factor: without one, `methods` is empty, and they add one now.
    """
    methods = _methods(user, caller, passed)
    if methods is None:
        return None
    about = Subject(user=user, email=user.email)
    data = {"methods": methods}
    pending = open_challenge(purpose=Purpose.LOGIN, about=about, caller=caller, data=data)
    if methods == [Factor.EMAIL]:
        send_code(challenge=pending.challenge)
    return Pending(pending.token, pending.challenge, tuple(methods))


def _methods(user: User, caller: Caller, passed: str) -> list[str] | None:
    if user.email_verified_at is None:
        return [Factor.EMAIL]
    factors = factors_of(user)
    if user.is_staff:
        return factors
    if not (factors or passed) and Phone.objects.filter(user=user).exists():
        factors = [str(Factor.EMAIL)]  # no SMS can be sent here any more: never less than a code
    if factors:
        return None if is_trusted(user, caller) else factors
    return None if passed or not _is_news(user, caller) else [Factor.EMAIL]


def _is_news(user: User, caller: Caller) -> bool:
    """Whether a code by e-mail should tell this device from a thief's. Not for the first one of all."""
    if user.email.rpartition("@")[2] in settings.CODE_FREE_DOMAINS:
        return False
    devices = Device.objects.filter(user=user)
    return devices.exists() and not _known(devices, caller).exists()


def _known(devices: Any, caller: Caller) -> Any:
    return devices.filter(token_hash=digest(caller.device)) if caller.device else devices.none()


def is_trusted(user: User, caller: Caller) -> bool:
    """Whether the person asked that this device be spared the second step, thirty days at most ago."""
    return _known(Device.objects.filter(user=user, trusted_until__gt=timezone.now()), caller).exists()


def start_proof(*, user: User, password: str, caller: Caller = NOWHERE) -> Pending:
    """Step-up, first half: the password again. The second half is a factor, or a code by e-mail.

    Raises ValidationError under "password", and kit.throttle.TooMany.
    """
    check_own_password(user=user, password=password, caller=caller)
    methods = factors_of(user) or [str(Factor.EMAIL)]
    about = Subject(user=user, email=user.email, sign_in=sign_in_of(user))
    data = {"methods": methods}
    pending = open_challenge(purpose=Purpose.PROOF, about=about, caller=caller, data=data)
    if methods == [Factor.EMAIL]:
        send_code(challenge=pending.challenge)
    return Pending(pending.token, pending.challenge, tuple(methods))


@transaction.atomic
def send_code(*, challenge: Challenge) -> None:
    """A code by letter; the one before is dead. Twice within half a minute changes nothing."""
    if challenge.sent_at and timezone.now() - challenge.sent_at < AGAIN_AFTER:
        return
    code, _link = set_code(challenge=challenge)
    user = challenge.person
    place = place_of(challenge.ip, user.language)
    data = {"device": device_name(challenge.user_agent), "ip": challenge.ip or "?", "place": place}
    is_login = challenge.purpose == Purpose.LOGIN
    post_letter(
        kind="login_code" if is_login else "step_up_code",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data=data if is_login else {},
        secret={"code": code},
    )


def methods_of(challenge: Challenge) -> list[str]:
    """By what this challenge can be answered."""
    return data_of(challenge).get("methods", [])


def send_code_again(*, token: str, purpose: str) -> None:
    """Raises ChallengeGone (also where no code by e-mail would help) and kit.throttle.TooMany."""
    challenge = find_challenge(token=token, purpose=purpose)
    if Factor.EMAIL not in methods_of(challenge):
        raise ChallengeGone
    take("code-letter", str(challenge.user_id))
    send_code(challenge=challenge)


def take_second_step(*, token: str, method: str, answer: Any, caller: Caller) -> Entered | Pending:
    """Answer a login. Who it is, or what is still missing.

    Raises ChallengeGone, WrongCode (the try counts) and kit.throttle.TooMany.
    """
    challenge = find_challenge(token=token, purpose=Purpose.LOGIN)
    _answer(challenge, method, answer, caller)
    return finish_login(challenge=challenge, method=method, caller=caller)


def finish_login(*, challenge: Challenge, method: str, caller: Caller) -> Entered | Pending:
    """The answer was right. An address proved on the way stays proved."""
    finish_challenge(challenge=challenge)
    user = challenge.person
    if method == Factor.EMAIL:
        mark_verified(user=user, caller=caller)
    more = start_second_step(user=user, caller=caller, passed=method) if method == Factor.EMAIL else None
    return more or Entered(user, method)


def take_proof(*, user: User, token: str, method: str, answer: Any, caller: Caller) -> None:
    """Step-up, second half. Raises as take_second_step; somebody else's token is ChallengeGone."""
    challenge = find_own(user=user, token=token, purpose=Purpose.PROOF)
    _answer(challenge, method, answer, caller)
    finish_proof(challenge=challenge, caller=caller)


def find_own(*, user: User, token: str, purpose: str) -> Challenge:
    """What this sign-in of the person waits for. Raises ChallengeGone, for somebody else's too."""
    challenge = find_challenge(token=token, purpose=purpose)
    sign_in = sign_in_of(user)
    if challenge.user_id != user.pk or challenge.sign_in_id != (sign_in.pk if sign_in else None):
        raise ChallengeGone
    return challenge


@transaction.atomic
def finish_proof(*, challenge: Challenge, caller: Caller) -> None:
    """The answer was right. Raises ChallengeGone where there is no sign-in to mark."""
    finish_challenge(challenge=challenge)
    if challenge.sign_in is None:
        raise ChallengeGone
    mark_proved(sign_in=challenge.sign_in, caller=caller)


def _answer(challenge: Challenge, method: str, answer: Any, caller: Caller) -> None:
    """Count the try first, then look."""
    start_answer(challenge=challenge, method=method, caller=caller)
    settle_answer(challenge=challenge, is_right=_is_right(challenge, method, answer, caller), caller=caller)


def start_answer(*, challenge: Challenge, method: str, caller: Caller) -> None:
    """Count the try. Raises ChallengeGone, kit.throttle.TooMany, and WrongCode for a method not on offer."""
    take("second-step", str(challenge.user_id))
    count_try(challenge=challenge)
    if method not in methods_of(challenge):
        settle_answer(challenge=challenge, is_right=False, caller=caller)


def settle_answer(*, challenge: Challenge, is_right: bool, caller: Caller) -> None:
    """Forgive the tries, or note the wrong one and raise WrongCode."""
    if is_right:
        forgive("second-step", str(challenge.user_id))
        return
    note(user=challenge.person, kind=SecurityEvent.Kind.WRONG_CODE, caller=caller)
    raise wrong_code(challenge)


def _is_right(challenge: Challenge, method: str, answer: Any, caller: Caller) -> bool:
    user = challenge.person
    if method == Factor.PASSKEY:
        return isinstance(answer, dict) and is_assertion(challenge=challenge, credential=answer)
    if not isinstance(answer, str):
        raise WrongCode
    if method == Factor.TOTP:
        return is_totp(user=user, code=answer)
    if method == Factor.RECOVERY:
        return use_recovery_code(user=user, code=answer, caller=caller)
    return method == Factor.EMAIL and is_code(challenge=challenge, code=answer)


@transaction.atomic
def mark_verified(*, user: User, caller: Caller = NOWHERE, by: User | None = None, reason: str = "") -> None:
    """A code or link that went to the mailbox came back, or staff answer for it."""
    if User.objects.filter(pk=user.pk, email_verified_at=None).update(email_verified_at=timezone.now()):
        note(user=user, kind=SecurityEvent.Kind.EMAIL_VERIFIED, caller=caller, by=by, reason=reason)
    user.email_verified_at = user.email_verified_at or timezone.now()


@transaction.atomic
def trust_device(*, user: User, caller: Caller) -> None:
    """Spare this device, signed in just now, the second step for thirty days; never staff's."""
    if not user.is_staff:
        _known(user.devices.all(), caller).update(trusted_until=timezone.now() + TRUSTED)
