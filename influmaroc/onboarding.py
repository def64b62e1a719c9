"""Opening an account with its profile: the one place where accounts meets brands and influencers."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.errors import ChallengeGone, EmailTaken
from accounts.models import Challenge, User
from accounts.services import (
    Arrival,
    Pending,
    Purpose,
    Subject,
    answer_by_code,
    data_of,
    find_challenge,
    finish_challenge,
    keep_social,
    open_challenge,
    post_proof,
    prepare_user,
    record_consents,
    register,
)
from brands.services import create_brand
from influencers.services import checked_handle, create_influencer
from kit.requests import Caller
from kit.text import tidy
from kit.throttle import take


@dataclass(frozen=True)
class Newcomer:
    """What somebody tells us to open an account. `company` and `handle` belong to one role each."""

    email: str
    password: str
    name: str
    role: str
    language: str = "fr"
    company: str = ""
    handle: str = ""
    consents: tuple[str, ...] = ()
    social: tuple[str, ...] = ()  # the other site, its number and address for the person


def ask_account(*, newcomer: Newcomer, caller: Caller) -> Pending:
    """Check everything, then wait for the mailbox to be proved; nothing exists before that.

    The answer, and the work behind it, is the same for an address that has an account: its owner gets a
    letter that says so, and no code. Raises ValidationError by field and kit.throttle.TooMany.
    """
    address = newcomer.email.strip().lower()
    take("register", caller.ip or "")
    take("code-address", address)
    user = prepare_user(
        email=address,
        password=newcomer.password,
        name=newcomer.name,
        role=newcomer.role,
        language=newcomer.language,
    )
    if newcomer.handle and user.is_influencer:
        checked_handle(newcomer.handle)
    return _ask(
        user,
        {
            **asdict(newcomer),
            "email": address,
            "name": user.name,
            "password": user.password,
            "company": tidy(newcomer.company),
        },
        caller,
    )


@transaction.atomic
def _ask(user: User, data: dict[str, Any], caller: Caller) -> Pending:
    about = Subject(email=user.email)
    pending = open_challenge(purpose=Purpose.REGISTER, about=about, caller=caller, data=data)
    _post(pending.challenge, data)
    return pending


def _post(challenge: Challenge, data: dict[str, Any]) -> None:
    kind, language = "register_code", data["language"]
    post_proof(challenge=challenge, kind=kind, language=language, data={"name": data["name"]})


def ask_account_again(*, token: str) -> None:
    """A fresh code; the one before is dead. Raises ChallengeGone and kit.throttle.TooMany."""
    challenge = find_challenge(token=token, purpose=Purpose.REGISTER)
    take("code-address", challenge.email)
    _post(challenge, data_of(challenge))


def confirm_account(*, token: str, code: str, caller: Caller) -> User:
    """The code came back. Raises ChallengeGone, WrongCode and kit.throttle.TooMany."""
    challenge = find_challenge(token=token, purpose=Purpose.REGISTER)
    answer_by_code(challenge=challenge, code=code, caller=caller)
    return open_account(challenge=challenge)


def open_account(*, challenge: Challenge) -> User:
    """The mailbox is proved: a person with a profile, all of it or none of it.

    Raises ChallengeGone when that was done already, or the address got an account meanwhile.
    """
    try:
        return _create(challenge)
    except EmailTaken as taken:
        raise ChallengeGone from taken


@transaction.atomic
def _create(challenge: Challenge) -> User:
    asked = data_of(challenge)
    finish_challenge(challenge=challenge)
    fields = {name: asked[name] for name in ("email", "password", "name", "role", "language")}
    user = register(user=User(**fields))
    record_consents(user=user, purposes=asked["consents"])
    if social := asked.get("social"):
        keep_social(user=user, arrival=Arrival(*social))
    if user.is_brand:
        create_brand(name=asked["company"] or user.name, by=user)
    else:
        create_influencer(name=user.name, handle=_free(asked["handle"]), by=user)
    return user


def _free(handle: str) -> str:
    """The handle that was wanted, unless somebody was quicker: then the name gives one."""
    try:
        return checked_handle(handle) if handle else ""
    except ValidationError:
        return ""
