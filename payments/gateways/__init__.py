"""Ways to bring money in and send it back. The registry is the one place where a new provider is named.

CMI, Payzone, Stripe, PayPal and bank transfer each become a module here with a class that keeps the
promises of `port.Gateway`, a line in ADAPTERS and an entry in settings.PAYMENT_GATEWAYS; docs/money.md
walks through it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from payments import services
from payments.errors import GatewayNotConfigured, GatewayUnreachable
from payments.gateways import stripe_connect, stripe_mirror
from payments.gateways.bank import BankTransfer
from payments.gateways.cmi import CmiGateway
from payments.gateways.paypal import PayPalGateway
from payments.gateways.port import Action, Callback, Gateway, RefundAnswer
from payments.gateways.sandbox import SandboxGateway
from payments.gateways.stripe_checkout import StripeGateway
from payments.models import Payment, ProviderEvent, Refund
from payments.selectors import configured_gateways, ready_gateways
from payments.selectors.ways import breaker, kind_of
from payments.services import Report
from payments.services.reports import ACCOUNT, MIRROR

__all__ = [
    "Action",
    "Callback",
    "Gateway",
    "RefundAnswer",
    "ask",
    "asking",
    "asks_on_return",
    "follow_up",
    "get",
    "send_refund",
    "start",
]

ADAPTERS: dict[str, Callable[[Mapping[str, Any]], Gateway]] = {
    "sandbox": SandboxGateway,
    "bank": BankTransfer,
    "cmi": CmiGateway,
    "stripe": StripeGateway,
    "paypal": PayPalGateway,
}


def get(name: str) -> Gateway:
    """The adapter of a configured gateway, drained or not. "cmi-naps" is one more of kind cmi.

    Raises GatewayNotConfigured.
    """
    make = ADAPTERS.get(kind_of(name))
    if make is None or name not in configured_gateways():
        raise GatewayNotConfigured(gateway=name, offered=ready_gateways())
    adapter = make(settings.PAYMENT_GATEWAYS[name])
    adapter.name = name
    return adapter


@contextmanager
def asking(name: str) -> Iterator[Gateway]:
    """An adapter to ask something over the network: not asked at all while it rests after many silences.

    Raises GatewayNotConfigured, GatewayUnreachable.
    """
    adapter = get(name)
    if breaker.is_open(name):
        raise GatewayUnreachable(gateway=name)
    try:
        yield adapter
    except GatewayUnreachable:
        breaker.failed(name)
        raise
    breaker.worked(name)


def start(payment: Payment, *, return_url: str, locale: str) -> dict[str, Any]:
    """What the payer's browser does next, kept on the payment. Raises GatewayNotConfigured,
    GatewayUnreachable, and MoneyOnHold: nobody is sent to pay while all payments stand still."""
    services.insist_money_moves()
    with asking(payment.gateway) as gateway:
        action = gateway.begin(payment, return_url=return_url, locale=locale).as_dict()
    services.note_action(payment_id=payment.pk, action=action)
    return action


def ask(payment: Payment) -> str:
    """Ask the provider about a payment and believe the answer; returns what came of it.

    Without an answer the payment is marked unknown and GatewayUnreachable goes on to the caller.
    """
    try:
        with asking(payment.gateway) as gateway:
            report = gateway.query(payment)
    except GatewayUnreachable:
        services.mark_unknown(payment_id=payment.pk)
        raise
    return services.record_report(payment_id=payment.pk, report=report)


def follow_up(event: ProviderEvent) -> None:
    """Fetch what a stored event only names, before the inbox ticks it off: an account, an object mirrored.

    Raises GatewayUnreachable: then the event stays open and is swept up again.
    """
    report = Report(**event.body)
    if event.handled_at is not None:
        return
    if report.subject == ACCOUNT:
        stripe_connect.read_account(report.subject_ref)
    elif report.subject == MIRROR:
        stripe_mirror.sync(report.reason, report.subject_ref, report.status)


def asks_on_return(payment: Payment) -> bool:
    """Whether the payer's coming back is a reason to ask: nothing is taken before we do."""
    return bool(getattr(ADAPTERS.get(payment.gateway), "asks_on_return", False))


def send_refund(refund: Refund) -> str:
    """Hand one claimed refund to its provider and note the answer. No answer: it is asked again later."""
    try:
        with asking(refund.payment.gateway) as gateway:
            answer = gateway.refund(refund)
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
