"""Opening and proving an account. Passwords and sessions are Django's."""

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import AccountSuspended, EmailTaken, WrongLogin
from accounts.facts import UserRegistered
from accounts.models import Device, User
from accounts.services.trail import NOWHERE
from events.services import emit
from kit.requests import Caller
from kit.text import tidy
from kit.throttle import forgive, take
from kit.tokens import digest

OPEN_ROLES = {User.Role.BRAND, User.Role.INFLUENCER}


def prepare_user(*, email: str, password: str, name: str, role: str, language: str = "fr") -> User:
    """A person as they will be stored, checked and with the password hashed; nothing is looked up or saved.

    Raises ValidationError by field, a weak password among them. Staff accounts are not opened here.
    """
    user = User(email=email.strip().lower(), name=tidy(name), role=role, language=language)
    if role not in OPEN_ROLES:
        raise ValidationError({"role": _("Choose brand or influencer.")})
    check_password_strength(password, user)
    user.set_password(password)
    user.full_clean(validate_unique=False, validate_constraints=False)
    return user


@transaction.atomic
def register(*, user: User) -> User:
    """Open an account for somebody whose mailbox is proved. Raises EmailTaken."""
    user.email_verified_at = timezone.now()
    if User.objects.filter(email=user.email).exists():
        raise EmailTaken
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise EmailTaken from error
    emit(UserRegistered(user_id=str(user.pk), role=user.role, language=user.language), by=user)
    return user


def check_password_strength(password: str, user: User) -> None:
    """Raise ValidationError under "password" when the password is too weak for this person."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error


def prove_identity(*, email: str, password: str, caller: Caller = NOWHERE) -> User:
    """The person behind these credentials. Raises WrongLogin (always the same) and kit.throttle.TooMany.

    An unknown address costs one password hash too, so the time of the answer says nothing. Whoever knows the
    password of a suspended account is told so, with the way to appeal (AccountSuspended); nobody else is.
    """
    address = email.strip().lower()
    tries = _tries(address, caller)
    for scope, who in tries:
        take(scope, who)
    user = authenticate(username=address, password=password)
    if user is not None and user.state == User.State.SUSPENDED:
        raise AccountSuspended
    if user is None or not user.is_active:
        raise WrongLogin
    for scope, who in tries:
        forgive(scope, who)
    return user


def _tries(address: str, caller: Caller) -> list[tuple[str, str]]:
    """Whose allowances a try draws on: the address from this place, and the account from anywhere.

    A browser that this account has signed in with draws on one of its own instead. So nobody elsewhere can
    use up what its owner needs, and whoever stole its cookie has no more tries than anybody.
    """
    if knows_device(address=address, caller=caller):
        return [("login", f"{address} device {digest(caller.device)}")]
    return [("login", f"{address} {caller.ip or ''}"), ("login-account", address)]


def knows_device(*, address: str, caller: Caller) -> bool:
    """Whether the account of this address was signed in with on this very browser. One query in any case, so
    that its time says nothing.
    """
    known = Device.objects.filter(user__email=address, token_hash=digest(caller.device))
    return known.exists() and bool(caller.device)


@transaction.atomic
def speak_language(*, user: User, language: str) -> None:
    """Remember the language a person switched to."""
    if language in User.Language.values and user.language != language:
        user.language = language
        user.save(update_fields=["language"])
