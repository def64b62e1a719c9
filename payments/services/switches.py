"""Closing a way of paying to new payments. What was begun there is finished: callbacks, refunds, all."""

from typing import Any

from django.db import transaction

from accounts.services import insist_proof
from events.services import emit
from kit.errors import Invalid, ensure
from kit.text import tidy
from payments import policies
from payments.errors import GatewayDraining, GatewayNotConfigured, GatewayResting
from payments.facts import GatewaySwitched
from payments.models import GatewaySwitch
from payments.selectors import configured_gateways, draining_gateways, known_gateways, ready_gateways
from payments.selectors.ways import breaker


@transaction.atomic
def switch_gateway(*, gateway: str, to: str, reason: str, by: Any) -> GatewaySwitch:
    """Set a gateway to "draining" or "open", with a reason. Said again, it changes nothing.

    Raises NotAllowed, ProofNeeded, GatewayNotConfigured for a name nobody knows, Invalid without a reason.
    """
    ensure(policies.may_switch_gateways(by))
    insist_proof(by=by)
    if gateway not in known_gateways():
        raise GatewayNotConfigured(gateway=gateway, offered=known_gateways())
    if to not in {"draining", "open"} or not tidy(reason):
        raise Invalid
    is_draining = to == "draining"
    newest = GatewaySwitch.objects.filter(gateway=gateway).select_for_update(of=("self",)).first()
    if newest is not None and newest.is_draining == is_draining:
        return newest
    emit(GatewaySwitched(gateway=gateway, is_draining=is_draining, reason=tidy(reason)[:200]), by=by)
    return GatewaySwitch.objects.create(
        gateway=gateway, is_draining=is_draining, reason=tidy(reason)[:200], changed_by=by
    )


def ensure_known(gateway: str) -> None:
    """Raise GatewayNotConfigured, with the ways that are offered."""
    if gateway not in configured_gateways():
        raise GatewayNotConfigured(gateway=gateway, offered=ready_gateways())


def ensure_open(gateway: str) -> None:
    """Raise GatewayDraining or GatewayResting when no new payment may begin there."""
    if gateway in draining_gateways():
        raise GatewayDraining(gateway=gateway, offered=ready_gateways())
    if breaker.is_open(gateway):
        raise GatewayResting(gateway=gateway, offered=ready_gateways())
