"""Signing in and out. A sign-in is a row; ending it is felt by the next request and by open websockets."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Device, PasswordResetToken, SecurityEvent, SignIn, User
from accounts.selectors import device_name
from accounts.services.trail import NOWHERE, note
from kit.ids import is_uuid
from kit.live import push
from kit.places import place_of
from kit.requests import Caller
from kit.tokens import digest, new_token
from mail.services import post_letter

SEEN_EVERY = timedelta(minutes=5)
SIGN_IN_KEY = "sign_in"  # in a session
LIFE = timedelta(seconds=settings.SESSION_COOKIE_AGE)
KEPT = timedelta(days=30)


def start_session(*, session: Any, user: User, caller: Caller = NOWHERE, factor: str = "") -> SignIn:
    """Sign in with a session that Django has just renewed."""
    sign_in = start_sign_in(user=user, kind=SignIn.Kind.PAGE, caller=caller, factor=factor)
    session[SIGN_IN_KEY] = str(sign_in.pk)
    return sign_in


@transaction.atomic
def start_sign_in(
    *, user: User, kind: str, caller: Caller = NOWHERE, refresh_jti: str = "", factor: str = ""
) -> SignIn:
    """A person has proved who they are, by `factor` besides the password. From a device we do not know, their
    mailbox is told.

    Not of the very first one: that is the device the account was opened on.
    """
    device, is_new = _device(user, caller)
    sign_in = SignIn.objects.create(
        user=user,
        device=device,
        kind=kind,
        refresh_jti=refresh_jti,
        user_agent=caller.user_agent,
        ip=caller.ip,
        factor=factor,
        proved_at=timezone.now() if factor else None,
        expires_at=timezone.now() + LIFE,
    )
    note(user=user, kind=SecurityEvent.Kind.SIGNED_IN, caller=caller)
    if is_new and Device.objects.filter(user=user).exclude(pk=device.pk).exists():
        _tell(sign_in)
    return sign_in


def _device(user: User, caller: Caller) -> tuple[Device, bool]:
    known_by = caller.device or new_token()
    return Device.objects.get_or_create(user=user, token_hash=digest(known_by))


def _tell(sign_in: SignIn) -> None:
    post_letter(
        kind="new_sign_in",
        to=sign_in.user.email,
        language=sign_in.user.language,
        user_id=sign_in.user_id,
        data={
            "device": device_name(sign_in.user_agent),
            "place": place_of(sign_in.ip, sign_in.user.language),
            "ip": sign_in.ip or "?",
            "at": sign_in.started_at,
        },
    )


def who_is_in(*, sign_in_id: Any, kind: str) -> User | None:
    """The person of an open sign-in, who then carries it as `sign_in`. One query, and a second every five
    minutes that keeps "last seen" true.
    """
    rows = SignIn.objects.open().filter(kind=kind).select_related("user")
    sign_in = rows.filter(pk=sign_in_id).first() if is_uuid(sign_in_id) else None
    if sign_in is None:
        return None
    if timezone.now() - sign_in.seen_at > SEEN_EVERY:
        SignIn.objects.filter(pk=sign_in.pk).update(seen_at=timezone.now())
    sign_in.user.sign_in = sign_in
    return sign_in.user


@transaction.atomic
def end_sign_in(
    *, sign_in_id: UUID, user: User, why: str = SignIn.End.REVOKED, caller: Caller = NOWHERE
) -> bool:
    """End one of a person's own sign-ins; False when it is not theirs or over already."""
    is_done = _end(SignIn.objects.filter(pk=sign_in_id), user, why) == 1
    if is_done:
        kinds = SecurityEvent.Kind
        kind = kinds.SIGNED_OUT if why == SignIn.End.LOGOUT else kinds.SIGN_IN_ENDED
        note(user=user, kind=kind, caller=caller)
    return is_done


@transaction.atomic
def end_sign_ins(*, user: User, why: str, but: SignIn | None = None) -> int:
    """End every sign-in of a person, pages and tokens alike, except one; return how many."""
    rows = SignIn.objects.exclude(pk=but.pk) if but else SignIn.objects.all()
    return _end(rows, user, why)


@transaction.atomic
def end_resets(*, user: User) -> int:
    """End the reset links of a person whose password, address or standing changes; return how many lived."""
    return user.resets.die(PasswordResetToken.Death.CHANGED)


def _end(rows: Any, user: User, why: str) -> int:
    """Sockets hear of it after commit; whatever they miss, the next request finds out."""
    ids = list(rows.filter(user=user, ended_at=None).order_by("pk").values_list("pk", flat=True))
    n_ended = SignIn.objects.filter(pk__in=ids, ended_at=None).update(ended_at=timezone.now(), end=why)
    transaction.on_commit(lambda: _hang_up(ids), robust=True)
    return n_ended


def _hang_up(ids: list[UUID]) -> None:
    for pk in ids:
        push(f"sign-in.{pk}", {"over": True})


@transaction.atomic
def forget_old_sign_ins(*, limit: int = 10_000) -> int:
    """Drop sign-ins 30 days after they ended or their time was over, a batch at a time. The trail stays."""
    before = timezone.now() - KEPT
    over = Q(expires_at__lt=before) | Q(ended_at__lt=before)
    old = SignIn.objects.filter(over).values_list("pk", flat=True)[:limit]
    return SignIn.objects.filter(pk__in=list(old)).delete()[0]
