"""Proofs that are being waited for: asked, answered by a code or a link, once."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.errors import ChallengeGone, WrongCode
from accounts.models import Challenge, SignIn, User
from accounts.querysets import MOST_TRIES
from kit import crypt
from kit.requests import Caller
from kit.tokens import digest, new_token

VALID = timedelta(minutes=10)
KEPT = timedelta(days=1)
DIGITS = 6
Purpose = Challenge.Purpose


@dataclass(frozen=True)
class Pending:
    """What whoever asked is given: the token to answer with, and by which methods."""

    token: str
    challenge: Challenge
    methods: tuple[str, ...] = ()


class Sent(NamedTuple):
    """What goes the other way, by letter."""

    code: str
    link: str


class Subject(NamedTuple):
    """Whom a challenge is about, as far as it is known."""

    user: User | None = None
    email: str = ""
    sign_in: SignIn | None = None


@transaction.atomic
def open_challenge(
    *, purpose: str, about: Subject, caller: Caller, data: dict[str, Any] | None = None
) -> Pending:
    """A new one, for ten minutes. `data` lies sealed in the row."""
    token = new_token()
    challenge = Challenge.objects.create(
        purpose=purpose,
        token_hash=digest(token),
        user=about.user,
        email=about.email,
        sign_in=about.sign_in,
        sealed=crypt.encrypt(json.dumps(data)) if data else "",
        expires_at=timezone.now() + VALID,
        ip=caller.ip,
        user_agent=caller.user_agent,
    )
    return Pending(token, challenge)


def find_challenge(*, token: str, purpose: str) -> Challenge:
    """The one that this token asks about, while it can be answered. Raises ChallengeGone."""
    rows = Challenge.objects.alive().select_related("user", "sign_in")
    found = rows.filter(token_hash=digest(token), purpose=purpose).first()
    if found is None:
        raise ChallengeGone
    return found


def data_of(challenge: Challenge) -> dict[str, Any]:
    """What was put aside when it was asked."""
    return json.loads(crypt.decrypt(challenge.sealed)) if challenge.sealed else {}


@transaction.atomic
def put_data(*, challenge: Challenge, data: dict[str, Any]) -> None:
    """Put something aside until the answer comes."""
    challenge.sealed = crypt.encrypt(json.dumps(data))
    challenge.save(update_fields=["sealed"])


@transaction.atomic
def set_code(*, challenge: Challenge) -> Sent:
    """A new code and link for it, ten minutes more; the ones before are dead. Wrong tries stay counted."""
    code, link = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", new_token()
    now = timezone.now()
    challenge.code_hash, challenge.link_hash = _code_hash(challenge, code), digest(link)
    challenge.sent_at, challenge.expires_at = now, now + VALID
    challenge.save(update_fields=["code_hash", "link_hash", "sent_at", "expires_at"])
    return Sent(code, link)


def count_try(*, challenge: Challenge) -> None:
    """Before looking at an answer. Counted at once and for good, so racing guesses count too.

    Raises ChallengeGone after the fifth.
    """
    if not Challenge.objects.alive().filter(pk=challenge.pk).update(n_tries=F("n_tries") + 1):
        raise ChallengeGone
    challenge.n_tries += 1


def is_code(*, challenge: Challenge, code: str) -> bool:
    """Whether this is the code that was sent last. Spaces between the digits are forgiven."""
    plain = "".join(code.split())
    return bool(challenge.code_hash) and constant_time_compare(
        challenge.code_hash, _code_hash(challenge, plain)
    )


def wrong_code(challenge: Challenge) -> WrongCode:
    """The refusal that says how many tries are left."""
    return WrongCode(n_left=max(0, MOST_TRIES - challenge.n_tries))


@transaction.atomic
def finish_challenge(*, challenge: Challenge) -> None:
    """Answered. Of two right answers at once one gets through; the other raises ChallengeGone."""
    rows = Challenge.objects.filter(pk=challenge.pk, done_at=None, expires_at__gt=timezone.now())
    if not rows.update(done_at=timezone.now(), sealed="", code_hash="", link_hash=""):
        raise ChallengeGone


def find_by_link(*, link: str) -> Challenge:
    """The one whose letter held this link. Raises ChallengeGone."""
    rows = Challenge.objects.alive().select_related("user", "sign_in")
    found = rows.filter(link_hash=digest(link)).first()
    if found is None:
        raise ChallengeGone
    return found


def forget_old_challenges() -> int:
    """Drop what nobody can answer any more, a day later; return how many."""
    return Challenge.objects.filter(expires_at__lte=timezone.now() - KEPT).delete()[0]


def _code_hash(challenge: Challenge, code: str) -> str:
    """Six digits need a key, not just a hash: whoever reads the table could try them all."""
    return salted_hmac("accounts.challenge", f"{challenge.pk}:{code}", algorithm="sha256").hexdigest()
