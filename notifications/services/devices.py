"""Browsers that people want to be rung on."""

import json
from uuid import UUID

from django.db import transaction

from accounts.models import SignIn, User
from accounts.selectors import sign_in_of
from kit import crypt, webpush
from kit.addresses import BadAddress
from kit.errors import NotAllowed
from notifications.errors import BadSubscription, PushNotSetUp
from notifications.models import PushDevice
from notifications.selectors.pushing import hash_of, is_push_ready, push_address

MOST = 20  # devices of one person: the oldest makes room


@transaction.atomic
def add_device(*, by: User, endpoint: str, p256dh: str, auth: str, replaces: str = "") -> PushDevice:
    """Ring this browser from now on. Said twice it is one device; it is whoever's came last.

    `replaces` is the address that the browser had before it got this one by itself: nobody was asked again,
    so it must be of this very sign-in, and not have been removed. Raises PushNotSetUp, BadSubscription for
    what no push service of a browser gave, NotAllowed without a sign-in, and PushDevice.DoesNotExist when
    there is nothing to replace.
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
    if replaces:
        _make_way(replaces, str(address), sign_in)
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


def _make_way(old: str, new: str, sign_in: SignIn) -> None:
    """The device under its old address ends; told twice, it is there under the new one already."""
    hashes = [hash_of(old), hash_of(new)]
    rows = PushDevice.objects.select_for_update().filter(sign_in=sign_in, endpoint_hash__in=hashes)
    known = list(rows.order_by("pk"))
    if not known:
        raise PushDevice.DoesNotExist
    PushDevice.objects.filter(
        pk__in=[row.pk for row in known if row.endpoint_hash == hashes[0] != hashes[1]]
    ).delete()


def _make_room(user: User) -> None:
    old = PushDevice.objects.filter(user=user).order_by("-made_at").values_list("pk", flat=True)[MOST:]
    PushDevice.objects.filter(pk__in=list(old)).delete()
