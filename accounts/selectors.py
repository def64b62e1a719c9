"""Reads of accounts: where somebody is signed in."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pyotp
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Authenticator, Passkey, Phone, RecoveryCode, SecurityEvent, SignIn, User
from kit import crypt

N_EVENTS = 20
PROOF_LASTS = timedelta(minutes=10)
Factor = SignIn.Factor
PROGRAMS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def sign_in_of(user: Any) -> SignIn | None:
    """The sign-in this request came through; None for scripts."""
    return getattr(user, "sign_in", None)


def has_proved(sign_in: SignIn) -> bool:
    """Whether password and second step were shown within ten minutes."""
    return sign_in.proved_at is not None and timezone.now() - sign_in.proved_at < PROOF_LASTS


def is_sms_ready() -> bool:
    """Whether this place has a provider of SMS."""
    return all(settings.TWILIO.values())


def is_texting_ready() -> bool:
    """Whether this place can send words of our own by SMS, and not only codes."""
    return is_sms_ready() and all(settings.TWILIO_SMS.values())


def number_for_codes(user: User) -> str:
    """The telephone that was proved to be this person's, as it is dialled; "" without one. One query."""
    phone = Phone.objects.filter(user=user).first()
    return crypt.decrypt(phone.sealed) if phone else ""


def who_has_phones(user_ids: Iterable[UUID]) -> set[UUID]:
    """Of these people, those with a proved telephone. One query."""
    return set(Phone.objects.filter(user_id__in=list(user_ids)).values_list("user_id", flat=True))


def factors_of(user: User) -> list[str]:
    """By which second steps a person can sign in, the best first. [] for somebody who has added none.

    Staff do not get by with an SMS, and nobody where none can be sent. Four short queries.
    """
    may_sms = is_sms_ready() and not user.is_staff
    rows = {
        Factor.PASSKEY: Passkey.objects.filter(user=user),
        Factor.TOTP: Authenticator.objects.filter(user=user),
        Factor.SMS: Phone.objects.filter(user=user) if may_sms else Phone.objects.none(),
    }
    found = [str(factor) for factor, those in rows.items() if those.exists()]
    if found and RecoveryCode.objects.filter(user=user, used_at=None).exists():
        found.append(str(Factor.RECOVERY))
    return found


def demo_code_of(user: User) -> str:
    """What the app of a demo account shows now, for people who try the product; "" everywhere else."""
    is_demo = settings.DEMO and user.email.rpartition("@")[2] in settings.CODE_FREE_DOMAINS
    app = Authenticator.objects.filter(user=user).first() if is_demo else None
    return pyotp.TOTP(crypt.decrypt(app.sealed)).now() if app else ""


def factors_in_use(user: User) -> dict[str, Any]:
    """For the pages and the API: methods, passkeys, how many codes on paper are left, proved until when."""
    sign_in = sign_in_of(user)
    proved_at = sign_in.proved_at if sign_in else None
    phone = Phone.objects.filter(user=user).first()
    return {
        "methods": factors_of(user),
        "phone_end": crypt.decrypt(phone.sealed)[-2:] if phone else "",
        "is_sms_ready": is_sms_ready(),
        "passkeys": list(user.passkeys.all()),
        "links": (links := list(user.social_links.all())),
        "connected": [link.provider for link in links],
        "n_recovery_codes": user.recovery_codes.filter(used_at=None).count(),
        "proved_until": proved_at + PROOF_LASTS if proved_at else None,
    }


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Where a person is signed in now, the latest first."""
    return SignIn.objects.open().filter(user=user).order_by("-seen_at", "-pk")


def trail_of(user: User) -> QuerySet[SecurityEvent]:
    """The latest twenty things that touched the safety of this account."""
    return SecurityEvent.objects.filter(user=user).select_related("by")[:N_EVENTS]


def people_in_state(rows: Any, state: str) -> QuerySet[User]:
    """Of these people, the active, the suspended or the closed: what User.state calls them."""
    if state == User.State.ACTIVE:
        return rows.filter(is_active=True)
    return rows.filter(is_active=False, suspended_at__isnull=state == User.State.CLOSED)


def people_named(rows: Any, words: str) -> QuerySet[User]:
    """Of these people, those whose name or address holds these words."""
    return rows.filter(Q(email__icontains=words.strip()) | Q(name__icontains=words.strip()))


def people_figures() -> dict[str, Any]:
    """How many people there are, by state and by role. One query."""
    shut, month = Q(is_active=False), timezone.now() - timedelta(days=30)
    held = Q(suspended_at=None)
    found = User.objects.aggregate(
        total=Count("pk"),
        active=Count("pk", filter=~shut),
        suspended=Count("pk", filter=shut & ~held),
        closed=Count("pk", filter=shut & held),
        joined_30_days=Count("pk", filter=Q(joined_at__gte=month)),
        **{f"role_{role}": Count("pk", filter=Q(role=role)) for role in User.Role.values},
    )
    return {
        "total": found["total"],
        "by_state": {state: found[state] for state in User.State.values},
        "by_role": {role: found[f"role_{role}"] for role in User.Role.values},
        "joined_30_days": found["joined_30_days"],
    }


def device_name(user_agent: str) -> str:
    """A program in words one recognises: "Firefox · Windows"; a client of the API by its own first word."""
    found = [next((name for mark, name in table if mark in user_agent), "") for table in (PROGRAMS, SYSTEMS)]
    named = " · ".join(name for name in found if name)
    return named or user_agent.split("/", maxsplit=1)[0][:40].strip() or _("Unknown device")
