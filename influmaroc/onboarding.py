"""Opening an account with its profile: the one place where accounts meets brands and influencers."""

from dataclasses import dataclass

from django.db import transaction

from accounts.errors import EmailTaken, WrongLogin
from accounts.models import User
from accounts.services import prove_identity, record_consents, register
from brands.services import create_brand
from influencers.services import create_influencer
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


def open_account(*, newcomer: Newcomer, ip: str) -> User:
    """A person with a profile, all of it or none of it.

    A second click, or a retry after a lost answer, finds the account it has just made: the same address
    with the same password and role gives that person back. A known address with another password raises
    EmailTaken, in words that fit other causes too; without a confirmation by e-mail (another issue) that
    is as quiet as an immediate login can be. Also raises ValidationError by field and kit.throttle.TooMany.
    """
    take("register", ip)
    try:
        return _create(newcomer)
    except EmailTaken as taken:
        return _same_person(newcomer, ip, taken)


@transaction.atomic
def _create(newcomer: Newcomer) -> User:
    user = register(
        email=newcomer.email,
        password=newcomer.password,
        name=newcomer.name,
        role=newcomer.role,
        language=newcomer.language,
    )
    record_consents(user=user, purposes=newcomer.consents)
    if user.is_brand:
        create_brand(name=newcomer.company or newcomer.name, by=user)
    else:
        create_influencer(name=newcomer.name, handle=newcomer.handle, by=user)
    return user


def _same_person(newcomer: Newcomer, ip: str, taken: EmailTaken) -> User:
    try:
        user = prove_identity(email=newcomer.email, password=newcomer.password, ip=ip)
    except WrongLogin:
        raise taken from None
    if user.role != newcomer.role:
        raise taken
    return user
