"""Authenticator apps (TOTP, RFC 6238: SHA-1, six digits, 30 seconds, as every app understands them)."""

import json
import time
from typing import NamedTuple

import pyotp
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.errors import ChallengeGone, LastFactor, WrongCode
from accounts.models import Authenticator, Phone, SecurityEvent, User
from accounts.services.proof import insist_proof
from accounts.services.recovery import fresh_codes
from accounts.services.trail import NOWHERE, note
from kit import crypt
from kit.errors import WrongState
from kit.requests import Caller
from kit.throttle import forgive, take
from mail.services import post_letter

STEP_S = 30
ASKED_S = 30 * 60
ISSUER = "InfluMaroc"


class Proposal(NamedTuple):
    """A secret that is not in use yet. `token` holds it sealed, for this person and half an hour."""

    secret: str
    uri: str
    token: str


def propose_authenticator(*, user: User) -> Proposal:
    """A new secret to put into an app. Nothing is stored until a code proves that it arrived."""
    secret = pyotp.random_base32()
    token = crypt.encrypt(json.dumps({"user": str(user.pk), "secret": secret, "at": time.time()}))
    return describe_proposal(user=user, secret=secret, token=token)


def open_proposal(*, user: User, token: str) -> Proposal:
    """The proposal again. Raises ChallengeGone for somebody else's, a made-up or an old one."""
    try:
        asked = json.loads(crypt.decrypt(token))
    except InvalidToken as error:
        raise ChallengeGone from error
    if asked.get("user") != str(user.pk) or time.time() - asked["at"] > ASKED_S:
        raise ChallengeGone
    return describe_proposal(user=user, secret=asked["secret"], token=token)


def describe_proposal(*, user: User, secret: str, token: str) -> Proposal:
    """With the address that the QR code shows."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
    return Proposal(secret, uri, token)


def add_authenticator(*, by: User, token: str, code: str, caller: Caller = NOWHERE) -> list[str]:
    """Use the app from now on. Returns recovery codes when the person had none, else [].

    Raises ProofNeeded, ChallengeGone, WrongCode, WrongState when one is in use, kit.throttle.TooMany.
    """
    insist_proof(by=by)
    return enrol(user=by, token=token, code=code, caller=caller)


def enrol(*, user: User, token: str, code: str, caller: Caller) -> list[str]:
    """The same for staff in the middle of signing in, who have just shown the password."""
    proposal = open_proposal(user=user, token=token)
    take("second-step", str(user.pk))
    step = _step_of(proposal.secret, code, after=0)
    if step is None:
        raise WrongCode
    forgive("second-step", str(user.pk))
    return _keep(user, proposal.secret, step, caller)


@transaction.atomic
def _keep(user: User, secret: str, step: int, caller: Caller) -> list[str]:
    _row, is_new = Authenticator.objects.get_or_create(
        user=user, defaults={"sealed": crypt.encrypt(secret), "last_step": step}
    )
    if not is_new:
        raise WrongState(_("An authenticator app is in use already. Remove it first."))
    return factor_was_added(user=user, factor=_("Authenticator app"), caller=caller)


@transaction.atomic
def factor_was_added(*, user: User, factor: str, caller: Caller) -> list[str]:
    """What follows whatever factor was added: trail and mailbox hear of it, no device stays spared the second
    step from before, and a person without codes on paper gets some. Returns them, else [].
    """
    note(user=user, kind=SecurityEvent.Kind.FACTOR_ADDED, caller=caller)
    _post(user, "factor_added", factor)
    user.devices.update(trusted_until=None)
    return [] if user.recovery_codes.exists() else fresh_codes(user=user)


@transaction.atomic
def remove_authenticator(*, by: User, caller: Caller = NOWHERE) -> None:
    """Back to signing in without the app. Raises ProofNeeded, and LastFactor for staff without a passkey."""
    insist_proof(by=by)
    if by.is_staff and not by.passkeys.exists():
        raise LastFactor
    if Authenticator.objects.filter(user=by).delete()[0]:
        forget_factor(user=by, factor=_("Authenticator app"), caller=caller)


@transaction.atomic
def forget_factor(
    *, user: User, factor: str, caller: Caller, by: User | None = None, reason: str = ""
) -> None:
    """Trail and mailbox hear that a factor is gone; with the last one, recovery codes go and no device is
    spared a second step any more.
    """
    note(user=user, kind=SecurityEvent.Kind.FACTOR_REMOVED, caller=caller, by=by, reason=reason)
    _post(user, "factor_removed", factor)
    user.devices.update(trusted_until=None)
    others = (Authenticator.objects.filter(user=user), user.passkeys, Phone.objects.filter(user=user))
    if not any(rows.exists() for rows in others):
        user.recovery_codes.all().delete()


def _post(user: User, kind: str, factor: str) -> None:
    post_letter(
        kind=kind, to=user.email, language=user.language, user_id=user.pk, data={"factor": str(factor)}
    )


@transaction.atomic
def is_totp(*, user: User, code: str) -> bool:
    """Whether the app shows this code now, a step before or after. Each is taken once: the row is locked."""
    row = Authenticator.objects.select_for_update().filter(user=user).first()
    if row is None:
        return False
    step = _step_of(crypt.decrypt(row.sealed), code, after=row.last_step)
    if step is None:
        return False
    row.last_step = step
    row.save(update_fields=["last_step"])
    return True


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The time step whose code this is, of the present one and its neighbours, later than `after`."""
    totp, plain = pyotp.TOTP(secret), "".join(code.split())
    now = int(time.time() // STEP_S)
    steps = [step for step in (now - 1, now, now + 1) if step > after]
    return next((step for step in steps if constant_time_compare(totp.at(step * STEP_S), plain)), None)
