"""Passkeys (WebAuthn level 2, FIDO2): added, and answering for a second step or for the whole sign-in.

The ceremony is fido2's; what the browser signs is bound to the site's own address (settings.SITE_URL).
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.errors import ChallengeGone, LastFactor, WrongCode
from accounts.models import Challenge, Passkey, SignIn, User
from accounts.services.authenticators import factor_was_added, forget_factor
from accounts.services.challenges import (
    Pending,
    Purpose,
    Subject,
    count_try,
    data_of,
    find_challenge,
    finish_challenge,
    open_challenge,
    put_data,
    wrong_code,
)
from accounts.services.proof import insist_proof
from accounts.services.trail import NOWHERE
from kit.errors import WrongState
from kit.requests import Caller
from kit.text import tidy

MOST = 10
PREFERRED = UserVerificationRequirement.PREFERRED
REQUIRED = UserVerificationRequirement.REQUIRED


def _server() -> Fido2Server:
    host = urlsplit(settings.SITE_URL).hostname or ""
    rp = PublicKeyCredentialRpEntity(id="localhost" if host == "127.0.0.1" else host, name="InfluMaroc")
    return Fido2Server(rp, verify_origin=_is_ours)


def _is_ours(origin: str) -> bool:
    """A page of this site; while developing, under either name of this machine."""
    ours = urlsplit(settings.SITE_URL)
    allowed = {f"{ours.scheme}://{ours.netloc}"}
    if settings.DEMO:
        allowed.add(f"{ours.scheme}://{ours.netloc.replace('127.0.0.1', 'localhost')}")
    return origin in allowed


def propose_passkey(*, by: User, caller: Caller = NOWHERE) -> tuple[str, dict[str, Any]]:
    """A token and the options for navigator.credentials.create(). Raises ProofNeeded."""
    insist_proof(by=by)
    person = PublicKeyCredentialUserEntity(id=by.pk.bytes, name=by.email, display_name=by.name)
    options, state = _server().register_begin(
        person,
        _credentials(by),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=PREFERRED,
    )
    data = {"state": state, "for": "add"}
    about = Subject(user=by)
    pending = open_challenge(purpose=Purpose.PASSKEY, about=about, caller=caller, data=data)
    return pending.token, dict(options)["publicKey"]


def add_passkey(
    *, by: User, token: str, credential: dict[str, Any], name: str = "", caller: Caller = NOWHERE
) -> list[str]:
    """Keep a new passkey. Returns recovery codes when the person had none, else [].

    Raises ProofNeeded, ChallengeGone, WrongCode when the browser's answer does not hold, WrongState for one
    that is known already or one too many.
    """
    insist_proof(by=by)
    challenge = find_challenge(token=token, purpose=Purpose.PASSKEY)
    state = data_of(challenge)
    if challenge.user_id != by.pk or state.get("for") != "add":
        raise ChallengeGone
    count_try(challenge=challenge)
    try:
        answer = RegistrationResponse.from_dict(credential)
        found = _server().register_complete(state["state"], answer).credential_data
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise wrong_code(challenge) from error
    if found is None:
        raise wrong_code(challenge)
    finish_challenge(challenge=challenge)
    return _keep(by, found, tidy(name)[:60] or _("Passkey"), caller)


@transaction.atomic
def _keep(user: User, found: AttestedCredentialData, name: str, caller: Caller) -> list[str]:
    User.objects.select_for_update().get(pk=user.pk)
    if user.passkeys.count() >= MOST:
        raise WrongState(_("You have ten passkeys. Remove one first."))
    try:
        with transaction.atomic():
            Passkey.objects.create(
                user=user, name=name, credential_id=found.credential_id, credential=bytes(found)
            )
    except IntegrityError as error:
        raise WrongState(_("This passkey is in use already.")) from error
    return factor_was_added(user=user, factor=_("Passkey"), caller=caller)


@transaction.atomic
def remove_passkey(*, by: User, passkey_id: UUID, caller: Caller = NOWHERE) -> bool:
    """False when it is not theirs. Raises ProofNeeded, and LastFactor for staff's last factor."""
    insist_proof(by=by)
    User.objects.select_for_update().get(pk=by.pk)
    row = by.passkeys.filter(pk=passkey_id).first()
    if row is None:
        return False
    has_more = by.passkeys.exclude(pk=row.pk).exists() or hasattr(by, "authenticator")
    if by.is_staff and not has_more:
        raise LastFactor
    row.delete()
    forget_factor(user=by, factor=_("Passkey"), caller=caller)
    return True


def step_options(*, token: str, purpose: str) -> dict[str, Any]:
    """For a second step: the options for navigator.credentials.get(). Raises ChallengeGone."""
    challenge = find_challenge(token=token, purpose=purpose)
    data = data_of(challenge)
    if SignIn.Factor.PASSKEY not in data.get("methods", []):
        raise ChallengeGone
    options, state = _server().authenticate_begin(_credentials(challenge.person), user_verification=PREFERRED)
    put_data(challenge=challenge, data={**data, "state": state})
    return dict(options)["publicKey"]


def is_assertion(*, challenge: Challenge, credential: dict[str, Any]) -> bool:
    """Whether a passkey of this person signed what this challenge asked."""
    state = data_of(challenge).get("state")
    return state is not None and _signed(state, credential, challenge.user) is not None


def start_passkey_login(*, caller: Caller) -> tuple[str, dict[str, Any]]:
    """Signing in with nothing but a passkey: it must ask for a finger, a face or a PIN itself."""
    options, state = _server().authenticate_begin(user_verification=REQUIRED)
    data = {"state": state, "for": "login"}
    pending: Pending = open_challenge(purpose=Purpose.PASSKEY, about=Subject(), caller=caller, data=data)
    return pending.token, dict(options)["publicKey"]


def enter_by_passkey(*, token: str, credential: dict[str, Any]) -> User:
    """Who it is. Raises ChallengeGone, and WrongCode for an unknown key or a closed account alike."""
    challenge = find_challenge(token=token, purpose=Purpose.PASSKEY)
    data = data_of(challenge)
    if data.get("for") != "login":
        raise ChallengeGone
    count_try(challenge=challenge)
    passkey = _signed(data["state"], credential, None)
    if passkey is None or not passkey.user.is_active or passkey.user.email_verified_at is None:
        raise WrongCode(_("This passkey cannot be used here. Log in with your password."))
    finish_challenge(challenge=challenge)
    return passkey.user


def _signed(state: Any, credential: dict[str, Any], user: User | None) -> Passkey | None:
    """The passkey that signed, its counter moved on; None when anything does not hold."""
    try:
        answer = AuthenticationResponse.from_dict(credential)
        rows = Passkey.objects.select_related("user").filter(credential_id=answer.raw_id)
        passkey = rows.filter(user=user).first() if user else rows.first()
        if passkey is None:
            return None
        _server().authenticate_complete(state, [_credential(passkey)], answer)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return passkey if _move_on(passkey, answer.response.authenticator_data.counter) else None


def _move_on(passkey: Passkey, counter: int) -> bool:
    """A counter that does not grow was copied with its key; keys that do not count always say 0."""
    rows = Passkey.objects.filter(pk=passkey.pk)
    rows = rows.filter(sign_count__lt=counter) if counter else rows.filter(sign_count=0)
    return bool(rows.update(sign_count=counter, used_at=timezone.now()))


def _credentials(user: User) -> list[AttestedCredentialData]:
    return [_credential(one) for one in user.passkeys.all()]


def _credential(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.credential))
