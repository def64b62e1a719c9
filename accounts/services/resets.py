"""A new password for somebody who lost theirs: asked for, sent by e-mail, used once."""

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.errors import ResetGone
from accounts.facts import PasswordReset, ResetAsked
from accounts.models import PasswordResetToken, User
from accounts.policies import may_forget_resets
from accounts.services.opening import check_password_strength
from accounts.services.passwords import set_password
from events.services import emit
from kit import crypt
from kit.errors import ensure
from kit.requests import Caller
from kit.text import tidy
from kit.throttle import forgive, take
from kit.tokens import digest, new_token
from mail.services import post_letter

VALID = timedelta(hours=1)
KEPT = timedelta(days=7)
Death = PasswordResetToken.Death


def ask_reset(*, email: str, caller: Caller, language: str) -> None:
    """Note the wish for a new password; raises kit.throttle.TooMany.

    Whether the address has an account is looked up later, by a reaction: the request does the same work, and
    takes the same time, for every address.
    """
    address = email.strip().lower()
    take("reset-ip", caller.ip or "")
    take("reset-address", address)
    asked = {"email": address, "ip": caller.ip, "user_agent": tidy(caller.user_agent), "language": language}
    sealed = crypt.encrypt(json.dumps({**asked, "at": timezone.now().timestamp()}))
    with transaction.atomic():
        emit(ResetAsked(sealed=sealed))


@transaction.atomic
def answer_ask(*, sealed: str) -> None:
    """Send the link, or say to an unknown mailbox that no account is here; a closed account gets nothing.

    A wish older than a link lives is dropped. Run twice, it sends a second link, which replaces the first.
    """
    if not sealed:  # forgotten after 30 days
        return
    asked = json.loads(crypt.decrypt(sealed))
    if timezone.now().timestamp() - asked["at"] > VALID.total_seconds():
        return
    user = User.objects.select_for_update().filter(email=asked["email"]).first()
    if user is None:
        _tell_stranger(asked["email"], asked["language"])
    elif user.is_active:
        _send_link(user, asked)


def _tell_stranger(address: str, language: str) -> None:
    """At most one letter a day to an address without an account."""
    key = f"reset_unknown:{digest(address)}:{timezone.localdate()}"
    post_letter(kind="reset_unknown", to=address, language=language, key=key)


def _send_link(user: User, asked: dict[str, Any]) -> None:
    token = new_token()
    user.resets.die(Death.REPLACED)
    PasswordResetToken.objects.create(
        user=user,
        token_hash=digest(token),
        expires_at=timezone.now() + VALID,
        ip=asked["ip"],
        user_agent=asked["user_agent"],
    )
    post_letter(
        kind="reset_link",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        secret={"token": token},
    )


def find_reset(*, token: str, caller: Caller) -> PasswordResetToken:
    """The living link behind a token. Raises ResetGone, always the same, and kit.throttle.TooMany."""
    take("reset-token", caller.ip or "")
    alive = PasswordResetToken.objects.alive().filter(user__is_active=True)
    row = alive.select_related("user").filter(token_hash=digest(token)).first()
    if row is None:
        raise ResetGone
    return row


def reset_password(*, token: str, password: str, caller: Caller) -> User:
    """Choose a new password with a link, once; every device is signed out, and the mailbox is told.

    Raises ResetGone, ValidationError under "password" (the link stays good) and kit.throttle.TooMany.
    """
    found = find_reset(token=token, caller=caller)
    user = _use(found, password, caller)
    _forgive(user.email, caller)
    return user


@transaction.atomic
def _use(found: PasswordResetToken, password: str, caller: Caller) -> User:
    """The person is locked first, so of two uses at once one wins."""
    user = User.objects.select_for_update().get(pk=found.user_id)
    if not user.is_active or not PasswordResetToken.objects.alive().filter(pk=found.pk).exists():
        raise ResetGone
    check_password_strength(password, user)
    PasswordResetToken.objects.filter(pk=found.pk).die(Death.USED)
    set_password(user=user, password=password, caller=caller)
    emit(PasswordReset(user_id=str(user.pk)), by=user)
    return user


def _forgive(address: str, caller: Caller) -> None:
    """The wrong guesses before must not keep somebody out who has just proved their mailbox."""
    forgive("login", f"{address} {caller.ip or ''}")
    forgive("login-account", address)


def forget_old_resets(*, kept: timedelta = KEPT) -> int:
    """Delete links that expired longer ago than `kept`; return how many. The facts stay."""
    return PasswordResetToken.objects.filter(expires_at__lte=timezone.now() - kept).delete()[0]


def clean_up_resets(*, by: User) -> int:
    """Staff: delete every expired link now; return how many. Raises NotAllowed."""
    ensure(may_forget_resets(by))
    return forget_old_resets(kept=timedelta(0))
