"""What a browser is told when it is rung: a heading and a page, no words of anybody."""

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from accounts.selectors import device_name
from kit import crypt, webpush
from kit.addresses import Address, BadAddress, Rules, parse
from notifications.models import Notice, PushDevice
from notifications.selectors import sentences
from notifications.selectors.kinds import KINDS, group_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bell:
    """One browser to ring. Its address is for the gateway alone."""

    device_id: UUID
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


@dataclass(frozen=True)
class Ring:
    """One notice for all browsers of its reader. `words` is JSON."""

    sending_id: int
    words: bytes = field(repr=False)
    tag: str
    is_urgent: bool
    bells: tuple[Bell, ...]


@dataclass(frozen=True)
class Rung:
    """How one browser's service answered: "taken", "gone" for good, "later" after `wait_s`, or "refused"."""

    device_id: UUID
    answer: str
    wait_s: int = 0


class Shown(NamedTuple):
    """A device in a list."""

    pk: UUID
    name: str
    made_at: datetime
    rung_at: datetime | None
    is_here: bool


def is_push_ready() -> bool:
    """Whether this place has a key to ring with."""
    return bool(settings.PUSH_KEY)


def push_public_key() -> str:
    """What browsers subscribe with; "" where nothing is set up."""
    return webpush.public_key(settings.PUSH_KEY) if settings.PUSH_KEY else ""


def push_address(endpoint: str) -> Address:
    """The address of a subscription, when it is one of a known push service. Raises BadAddress."""
    address = parse(endpoint, push_rules())
    if not (address.is_loop or any(_is_of(address.host, name) for name in settings.PUSH_HOSTS)):
        raise BadAddress("inside")
    return address


def push_rules() -> Rules:
    return Rules(may_loop=settings.PUSH_MAY_LOOP)


def _is_of(host: str, name: str) -> bool:
    return host.endswith(name) if name.startswith(".") else host == name


def hash_of(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def is_urgent(kind: str) -> bool:
    """Rings in the quiet hours too: what touches the safety of the account, and what was just asked for."""
    return group_of(kind) == "security" or KINDS[kind].is_trial


def devices_of(user: User) -> list[Shown]:
    """Where this person is rung. One query."""
    here = getattr(user, "sign_in", None)
    rows = PushDevice.objects.alive().filter(user=user).select_related("sign_in")
    return [
        Shown(
            row.pk,
            device_name(row.sign_in.user_agent),
            row.made_at,
            row.rung_at,
            here is not None and row.sign_in_id == here.pk,
        )
        for row in rows
    ]


def who_has_devices(readers: list[UUID]) -> set[UUID]:
    """One query, none for nobody or where nothing is set up."""
    if not (readers and is_push_ready()):
        return set()
    rows = PushDevice.objects.alive().filter(user_id__in=readers)
    return set(rows.values_list("user_id", flat=True))


def bells_of(devices: Iterable[PushDevice]) -> tuple[Bell, ...]:
    """Those that can be read: one whose key is gone must not keep the others from being rung."""
    return tuple(bell for device in devices if (bell := _bell(device)) is not None)


def ring_of(sending_id: int, notice: Notice, bells: tuple[Bell, ...]) -> Ring:
    """In the reader's language; no query. What people wrote to each other stays on the site."""
    language = notice.reader.language
    with override(language):
        said = {
            "title": sentences.title(notice),
            "url": f"/{language}/notifications/{notice.pk}",
            "tag": notice.pk.hex,
            "lang": language,
            "dir": "rtl" if language == "ar" else "ltr",
        }
    return Ring(
        sending_id,
        json.dumps(said).encode(),
        notice.pk.hex,
        is_urgent(notice.kind),
        bells,
    )


def _bell(device: PushDevice) -> Bell | None:
    try:
        said: dict[str, Any] = json.loads(crypt.decrypt(device.sealed))
    except InvalidToken:
        log.warning("device %s is sealed with a key that is not here", device.pk)
        return None
    return Bell(device.pk, said["endpoint"], said["p256dh"], said["auth"])


def next_moment(wait_s: int, fallback: datetime) -> datetime:
    """When to try again: as long as the service asked for, or the usual pause if that is longer."""
    return max(fallback, timezone.now() + timedelta(seconds=wait_s))
