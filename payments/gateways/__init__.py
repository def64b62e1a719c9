"""Ways to bring money in and send it back. The registry is the one place where a new provider is named.

CMI, Payzone, Stripe, PayPal and bank transfer each become a module here with a class that keeps the
promises of `port.Gateway`, a line in ADAPTERS and an entry in settings.PAYMENT_GATEWAYS; docs/money.md
walks through it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from payments import services
from payments.errors import GatewayNotConfigured, GatewayUnreachable
from payments.gateways.bank import BankTransfer
from payments.gateways.paypal import PayPalGateway
from payments.gateways.port import Action, Callback, Gateway, RefundAnswer
from payments.gateways.sandbox import SandboxGateway
from payments.models import Payment, Refund
from payments.selectors import ready_gateways

__all__ = [
    "Action",
    "Callback",
    "Gateway",
    "RefundAnswer",
    "ask",
    "asks_on_return",
    "get",
    "send_refund",
    "start",
]

ADAPTERS: dict[str, Callable[[Mapping[str, str]], Gateway]] = {
    "sandbox": SandboxGateway,
    "bank": BankTransfer,
    "paypal": PayPalGateway,
}


def get(name: str) -> Gateway:
    """The adapter of a configured gateway. Raises GatewayNotConfigured."""
    if name not in ADAPTERS or name not in ready_gateways():
        raise GatewayNotConfigured(gateway=name, offered=ready_gateways())
    return ADAPTERS[name](settings.PAYMENT_GATEWAYS[name])


def start(payment: Payment, *, return_url: str, locale: str) -> dict[str, Any]:
    """What the payer's browser does next, kept on the payment. Raises GatewayNotConfigured,
    GatewayUnreachable."""
    action = get(payment.gateway).begin(payment, return_url=return_url, locale=locale).as_dict()
    services.note_action(payment_id=payment.pk, action=action)
    return action


def ask(payment: Payment) -> str:
    """Ask the provider about a payment and believe the answer; returns what came of it.

    Without an answer the payment is marked unknown and GatewayUnreachable goes on to the caller.
    """
    try:
        report = get(payment.gateway).query(payment)
    except GatewayUnreachable:
        services.mark_unknown(payment_id=payment.pk)
        raise
    return services.record_report(payment_id=payment.pk, report=report)


def asks_on_return(payment: Payment) -> bool:
    """Whether the payer's coming back is a reason to ask: nothing is taken before we do."""
    return bool(getattr(ADAPTERS.get(payment.gateway), "asks_on_return", False))


def send_refund(refund: Refund) -> str:
    """Hand one claimed refund to its provider and note the answer. No answer: it is asked again later."""
    try:
        answer = get(refund.payment.gateway).refund(refund)
    except (GatewayUnreachable, GatewayNotConfigured) as error:
        services.postpone_refund(refund_id=refund.pk, reason=error.code)
        return "unknown"
    if answer.status == "done":
        services.settle_refund(refund_id=refund.pk, provider_ref=answer.provider_ref)
    elif answer.status == "refused":
        services.fail_refund(refund_id=refund.pk, reason=answer.reason)
    else:
        services.postpone_refund(refund_id=refund.pk, reason=answer.reason)
    return answer.status
