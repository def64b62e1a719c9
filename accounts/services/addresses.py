"""Proving that a mailbox is one's own; another address for an account."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import ChallengeGone
from accounts.facts import EmailChanged
from accounts.models import Challenge, SecurityEvent, SignIn, User
from accounts.selectors import sign_in_of
from accounts.services.challenges import (
    Pending,
    Purpose,
    Subject,
    count_try,
    find_by_link,
    find_challenge,
    finish_challenge,
    is_code,
    open_challenge,
    set_code,
    wrong_code,
)
from accounts.services.proof import insist_proof
from accounts.services.sign_ins import end_resets, end_sign_ins
from accounts.services.trail import NOWHERE, note
from events.services import emit
from kit.requests import Caller
from kit.throttle import take
from mail.services import post_letter


def ask_email_change(*, by: User, email: str, caller: Caller = NOWHERE) -> Pending:
    """Send a code to the new address. The answer is the same for an address that has an account, whose
    owner is told instead. Raises ProofNeeded and kit.throttle.TooMany.
    """
    insist_proof(by=by)
    address = email.strip().lower()
    take("code-address", address)
    take("code-letter", str(by.pk))
    about = Subject(user=by, email=address, sign_in=sign_in_of(by))
    return _ask(about, caller)


@transaction.atomic
def _ask(about: Subject, caller: Caller) -> Pending:
    pending = open_challenge(purpose=Purpose.EMAIL, about=about, caller=caller)
    post_proof(challenge=pending.challenge, kind="email_code", language=pending.challenge.person.language)
    return pending


@transaction.atomic
def post_proof(*, challenge: Challenge, kind: str, language: str, data: dict[str, Any] | None = None) -> None:
    """A fresh code and link to the mailbox that is to be proved; word of it to one that has an account."""
    code, link = set_code(challenge=challenge)
    if User.objects.filter(email=challenge.email).exists():
        post_letter(kind="register_known", to=challenge.email, language=language)
        return
    secret = {"code": code, "token": link}
    post_letter(kind=kind, to=challenge.email, language=language, data=data or {}, secret=secret)


def confirm_email_change(*, by: User, token: str, code: str, caller: Caller = NOWHERE) -> User:
    """The code came back: use the new address. Raises ChallengeGone, WrongCode and kit.throttle.TooMany."""
    challenge = find_challenge(token=token, purpose=Purpose.EMAIL)
    if challenge.user_id != by.pk:
        raise ChallengeGone
    answer_by_code(challenge=challenge, code=code, caller=caller)
    return change_email(challenge=challenge, caller=caller)


def answer_by_code(*, challenge: Challenge, code: str, caller: Caller) -> None:
    """Raises ChallengeGone after the fifth wrong try, WrongCode, and kit.throttle.TooMany."""
    take("code-ip", caller.ip or "")
    count_try(challenge=challenge)
    if not is_code(challenge=challenge, code=code):
        if challenge.user:
            note(user=challenge.user, kind=SecurityEvent.Kind.WRONG_CODE, caller=caller)
        raise wrong_code(challenge)


def look_at_link(*, link: str, caller: Caller) -> Challenge:
    """What a link of a letter would confirm. Raises ChallengeGone and kit.throttle.TooMany."""
    take("code-ip", caller.ip or "")
    return find_by_link(link=link)


def change_email(*, challenge: Challenge, caller: Caller) -> User:
    """The mailbox is proved. Raises ChallengeGone, also when the address got an account meanwhile."""
    try:
        return _change(challenge, caller)
    except IntegrityError as error:
        raise ChallengeGone from error


@transaction.atomic
def _change(challenge: Challenge, caller: Caller) -> User:
    """Other devices are signed out, links to a new password die, the old mailbox is told."""
    user = User.objects.select_for_update().get(pk=challenge.user_id)
    finish_challenge(challenge=challenge)
    if not user.is_active:
        raise ChallengeGone
    old, user.email, user.email_verified_at = user.email, challenge.email, timezone.now()
    user.save(update_fields=["email", "email_verified_at"])
    end_sign_ins(user=user, why=SignIn.End.EMAIL, but=challenge.sign_in)
    end_resets(user=user)
    note(user=user, kind=SecurityEvent.Kind.EMAIL_CHANGED, caller=caller)
    post_letter(
        kind="email_changed", to=old, language=user.language, user_id=user.pk, data={"new": user.email}
    )
    emit(EmailChanged(user_id=str(user.pk)), by=user)
    return user
