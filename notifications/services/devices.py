"""Browsers that people want to be rung on."""

import json
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.selectors import sign_in_of
from kit import crypt, webpush
from kit.addresses import BadAddress
from kit.errors import NotAllowed
from notifications.errors import BadSubscription, PushNotSetUp
from notifications.models import PushDevice
from notifications.selectors.pushing import hash_of, is_push_ready, push_address

MOST = 20  # devices of one person: the oldest makes room


@transaction.atomic
def add_device(*, by: User, endpoint: str, p256dh: str, auth: str) -> PushDevice:
    """Ring this browser from now on. Said twice it is one device; it is whoever's came last.

    Raises PushNotSetUp, BadSubscription for what no push service of a browser gave, and NotAllowed without
    a sign-in.
    """
    if not is_push_ready():
        raise PushNotSetUp
    sign_in = sign_in_of(by)
    if sign_in is None:
        raise NotAllowed
    try:
        address = push_address(endpoint)
        webpush.ensure_keys(p256dh, auth)
    except (BadAddress, ValueError) as error:
        raise BadSubscription from error
    said = {"endpoint": str(address), "p256dh": p256dh, "auth": auth}
    device, _made = PushDevice.objects.update_or_create(
        endpoint_hash=hash_of(str(address)),
        defaults={
            "user": by,
            "sign_in": sign_in,
            "sealed": crypt.encrypt(json.dumps(said)),
            "host": address.host,
        },
    )
    _make_room(by)
    return device


@transaction.atomic
def remove_device(*, device_id: UUID, by: User) -> None:
    """Raises PushDevice.DoesNotExist for somebody else's."""
    PushDevice.objects.get(pk=device_id, user=by).delete()


def _make_room(user: User) -> None:
    old = PushDevice.objects.filter(user=user).order_by("-made_at").values_list("pk", flat=True)[MOST:]
    PushDevice.objects.filter(pk__in=list(old)).delete()
