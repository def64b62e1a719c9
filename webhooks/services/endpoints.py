"""Endpoints: added, changed, switched off and on, removed."""

from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import insist_proof
from events.services import emit
from kit import crypt
from kit.addresses import BadAddress, parse
from kit.errors import Stale, ensure
from webhooks.errors import AddressRefused, OffByStaff, TooManyEndpoints
from webhooks.facts import EndpointAdded, EndpointDisabled, EndpointEnabled, EndpointRemoved
from webhooks.models import Endpoint
from webhooks.models.endpoints import EVERYTHING
from webhooks.policies import may_connect, may_look_after
from webhooks.selectors import BY_NAME, Holder, endpoints_of, new_secret, rules
from webhooks.services.locks import about, lock_own
from webhooks.services.owing import make_due


class Wish(TypedDict, total=False):
    """What people say of an endpoint."""

    url: str
    description: str
    types: list[str]


@transaction.atomic
def add_endpoint(*, holder: Holder, by: Any, **wish: Unpack[Wish]) -> Endpoint:
    """From now on this machine is told. Where its name leads to, the door has looked up.

    Raises NotAllowed, ProofNeeded, AddressRefused, OffByStaff for a machine that staff switched off for them,
    TooManyEndpoints, and ValidationError under "events".
    """
    ensure(may_connect(by, holder))
    insist_proof(by=by)
    if endpoints_of(holder).count() >= settings.WEBHOOK_ENDPOINTS_MAX:
        raise TooManyEndpoints
    endpoint = Endpoint(
        **holder.columns,
        url=_url_for(holder, wish.get("url", "")),
        description=wish.get("description", ""),
        types=_checked_types(wish.get("types", [])),
        sealed=crypt.encrypt(new_secret()),
    )
    endpoint.save()
    emit(EndpointAdded(**about(endpoint)), by=by)
    return endpoint


@transaction.atomic
def change_endpoint(
    *, endpoint_id: UUID, by: Any, version: int | None = None, **wish: Unpack[Wish]
) -> Endpoint:
    """Change what is said; another address asks for a fresh proof, as it is another machine.

    Raises NotAllowed, ProofNeeded, AddressRefused, Stale, OffByStaff for another address of what staff
    switched off, or one that leads to it, and ValidationError under "events".
    """
    endpoint = lock_own(endpoint_id, by)
    if version is not None and version != endpoint.version:
        raise Stale(version=endpoint.version)
    if "url" in wish and wish["url"] != endpoint.url:
        insist_proof(by=by)
        _insist_not_by_staff(endpoint)
        holder = Holder(brand=endpoint.brand, influencer=endpoint.influencer)
        endpoint.url, endpoint.failing_since = _url_for(holder, wish["url"]), None
    if "types" in wish:
        endpoint.types = _checked_types(wish["types"])
    endpoint.description = wish.get("description", endpoint.description)
    endpoint.version += 1
    endpoint.save(update_fields=["url", "failing_since", "types", "description", "version"])
    return endpoint


@transaction.atomic
def enable_endpoint(*, endpoint_id: UUID, by: Any) -> Endpoint:
    """Tell it again, beginning at once with what was owed when it was switched off. Raises NotAllowed,
    WrongState; OffByStaff, as only staff undo what staff did.
    """
    is_staff = may_look_after(by)
    endpoint = _lock(endpoint_id) if is_staff else lock_own(endpoint_id, by)
    if not is_staff:
        _insist_not_by_staff(endpoint)
    endpoint.move(Endpoint.State.ACTIVE)
    endpoint.reason, endpoint.disabled_at, endpoint.failing_since = "", None, None
    endpoint.save(update_fields=["state", "reason", "disabled_at", "failing_since"])
    emit(EndpointEnabled(**about(endpoint)), by=by)
    make_due(endpoint)
    return endpoint


@transaction.atomic
def disable_endpoint(*, endpoint_id: UUID, by: Any) -> Endpoint:
    """Tell it nothing until its people switch it on again; where staff did, until staff do, whoever else
    switched it off before. Raises NotAllowed, WrongState.
    """
    is_staff = may_look_after(by)
    endpoint = _lock(endpoint_id) if is_staff else lock_own(endpoint_id, by)
    reason = Endpoint.Reason.STAFF if is_staff else Endpoint.Reason.HOLDER
    if is_staff and endpoint.state == Endpoint.State.DISABLED and endpoint.reason != reason:
        endpoint.state = Endpoint.State.ACTIVE  # so that it may be switched off once more
    switch_off(endpoint, reason, by=by)
    return endpoint


@transaction.atomic
def remove_endpoint(*, endpoint_id: UUID, by: Any) -> None:
    """It is told nothing more, and its secrets are forgotten; its log goes with time. Raises NotAllowed;
    OffByStaff, as what staff did would be forgotten with it.
    """
    endpoint = lock_own(endpoint_id, by)
    _insist_not_by_staff(endpoint)
    endpoint.move(Endpoint.State.REMOVED)
    endpoint.reason, endpoint.disabled_at = "", None
    endpoint.sealed, endpoint.old_sealed, endpoint.old_until = "", "", None
    endpoint.save(
        update_fields=["state", "reason", "disabled_at", "sealed", "old_sealed", "old_until"],
    )
    emit(EndpointRemoved(**about(endpoint)), by=by)


def switch_off(endpoint: Endpoint, reason: str, *, by: Any = None) -> None:
    """Of a locked row. Its people are told, unless it was one of them. Raises WrongState."""
    endpoint.move(Endpoint.State.DISABLED)
    endpoint.reason, endpoint.disabled_at = reason, timezone.now()
    endpoint.save(update_fields=["state", "reason", "disabled_at", "failing_since"])
    emit(EndpointDisabled(**about(endpoint), reason=reason, host=endpoint.host[:200]), by=by)


def _lock(endpoint_id: UUID) -> Endpoint:
    return Endpoint.objects.kept().select_for_update(no_key=True).get(pk=endpoint_id)


def _insist_not_by_staff(endpoint: Endpoint) -> None:
    if endpoint.is_off_by_staff:
        raise OffByStaff


def _url_for(holder: Holder, url: str) -> str:
    """As it is called, unless staff switched its machine off for the same people."""
    try:
        address = parse(url.strip(), rules())
    except BadAddress as error:
        raise AddressRefused(error.reason) from error
    if any(off.machine == address.host for off in Endpoint.objects.off_by_staff().filter(**holder.columns)):
        raise OffByStaff
    return str(address)


def _checked_types(types: list[str]) -> list[str]:
    """Known names, each once, in the order of the table; "*" stands for all, those to come too."""
    asked = set(types)
    if EVERYTHING in asked:
        return [EVERYTHING]
    if not asked:
        raise ValidationError({"events": _("Choose one event at least.")})
    if asked - BY_NAME.keys():
        raise ValidationError({"events": _("There is no such event.")})
    return [name for name in BY_NAME if name in asked]
