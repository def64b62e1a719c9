"""Ways to pay people. The registry is the one place where a new rail is named: a line here and an entry in
settings.PAYOUT_RAILS. Bank transfers to a RIB are made by people, in batches: they have no rail here.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.conf import settings

from payments import services
from payments.errors import GatewayNotConfigured, GatewayUnreachable
from payments.gateways.paypal import PayPalRail
from payments.gateways.port import leave_transaction
from payments.gateways.rails import UNKNOWN, PayoutRail, RailAnswer
from payments.gateways.stripe_rail import StripeRail
from payments.models import Payout
from payments.selectors import payout_kinds

ADAPTERS: dict[str, Callable[[Mapping[str, str]], PayoutRail]] = {"paypal": PayPalRail, "stripe": StripeRail}


def rail(name: str) -> PayoutRail:
    """The adapter of a configured way of paying people. Raises GatewayNotConfigured."""
    if name not in ADAPTERS or name not in payout_kinds():
        raise GatewayNotConfigured(gateway=name)
    return ADAPTERS[name](settings.PAYOUT_RAILS[name])


def move_along(payout_id: UUID) -> str:
    """Claim one payout, hand it over or ask about it, note the answer; "" when there was nothing to do.

    One that may have been handed over before (its worker died, no answer came) is asked about first, and
    handed over again under the same reference only when the provider does not know of it.
    """
    leave_transaction()
    taken = services.begin_payout(payout_id=payout_id)
    if taken is None:
        return ""
    payout, was_asked = taken
    answer = _ask(payout, is_first=not was_asked)
    services.note_answer(
        payout_id=payout.pk, status=answer.status, provider_ref=answer.provider_ref, reason=answer.reason
    )
    return answer.status


def _ask(payout: Payout, *, is_first: bool) -> RailAnswer:
    """No answer is unknown, never failed."""
    try:
        way = rail(payout.method.kind)
        if is_first:
            return way.send(payout)
        answer = way.query(payout)
        if answer.status == UNKNOWN and not payout.provider_ref:
            return way.send(payout)
    except (GatewayUnreachable, GatewayNotConfigured) as error:
        return RailAnswer(status=UNKNOWN, reason=error.code)
    return answer
