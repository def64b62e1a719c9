"""Subscriptions at Stripe: prices, customers, the page where a card is typed, and what changes afterwards.

It knows amounts, ids and keys, and no plan. Every POST carries an idempotency key of the caller's: asked
again after no answer, it is the same act.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings
from django.utils import timezone

from payments.errors import ProviderRefused
from payments.gateways import asking, stripe_mirror
from payments.gateways.stripe_checkout import CLOCKS_APART_S, PAGES, SHORTEST
from payments.gateways.stripe_client import client, each_page, outcome_known

NAME = "stripe"
EXISTS = "resource_already_exists"
N_INVOICES = 12  # of a subscription, the newest


@dataclass(frozen=True, kw_only=True)
class Page:
    """A Checkout Session of mode subscription. `status` is open, complete or expired."""

    session_id: str
    url: str
    status: str
    subscription_id: str


@dataclass(frozen=True, kw_only=True)
class Goods:
    """One price: `lookup` names it for ever, `product` and `name` are what it is a price of."""

    lookup: str
    product: str
    name: str
    total_centimes: int
    currency: str
    interval: str


@contextmanager
def speaking() -> Iterator[Any]:
    """The client. Raises GatewayNotConfigured, GatewayUnreachable (unknown), ProviderRefused (it said no);
    stripe.CardError goes on to the caller.
    """
    with asking(NAME):
        try:
            with outcome_known():
                yield client(settings.PAYMENT_GATEWAYS[NAME]).v1
        except stripe.InvalidRequestError as error:
            raise ProviderRefused(gateway=NAME, reason=error.code or "") from error


def price_for(goods: Goods) -> str:
    """The price of that name, made with its product where there is none."""
    with speaking() as speak:
        for known in speak.prices.list({"lookup_keys": [goods.lookup], "limit": 1}).data:
            return str(known.id)
        _product(speak, goods)
        asked: Any = {
            "product": goods.product,
            "currency": goods.currency.lower(),
            "unit_amount": goods.total_centimes,
            "recurring": {"interval": goods.interval},
            "tax_behavior": "inclusive",
            "lookup_key": goods.lookup,
        }
        return str(speak.prices.create(asked, {"idempotency_key": f"price-{goods.lookup}"}).id)


def _product(speak: Any, goods: Goods) -> None:
    """Its id is ours, so that it is there once."""
    asked: Any = {"id": goods.product, "name": goods.name}
    try:
        speak.products.create(asked, {"idempotency_key": f"product-{goods.product}-{goods.lookup}"})
    except stripe.InvalidRequestError as error:
        if error.code != EXISTS:
            raise


def customer_for(*, key: str, name: str, email: str, marks: Mapping[str, str]) -> str:
    """Somebody new at Stripe; asked again with the same key, the same one."""
    asked: Any = {"name": name[:250], "email": email, "metadata": {**marks}}
    with speaking() as speak:
        return str(speak.customers.create(asked, {"idempotency_key": f"customer-{key}"}).id)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a page sells, to whom, under which reference of ours, and until when, as far as Stripe opens one
    for so little.
    """

    key: str
    reference: str
    since: datetime
    customer: str
    price: str
    marks: Mapping[str, str]
    until: datetime


def open_page(order: Order, *, back: str, locale: str) -> Page:
    """A page of Stripe's where the card is typed. Asked with other words, the first one."""
    asked: Any = {
        "mode": "subscription",
        "customer": order.customer,
        "client_reference_id": order.reference,
        "line_items": [{"price": order.price, "quantity": 1}],
        "subscription_data": {"metadata": {**order.marks}},
        "metadata": {**order.marks},
        "success_url": back,
        "cancel_url": back,
        "locale": locale if locale in PAGES else "auto",
        "expires_at": int(max(order.until, timezone.now() + SHORTEST).timestamp()),
    }
    with speaking() as speak:
        try:
            made = speak.checkout.sessions.create(asked, {"idempotency_key": order.key})
        except stripe.IdempotencyError:
            made = _found(speak, order.reference, order.since)
            if made is None:
                raise
        return _page(made)


def read_page(session_id: str) -> Page:
    """What became of a page. Raises GatewayUnreachable."""
    with speaking() as speak:
        return _page(speak.checkout.sessions.retrieve(session_id))


def find_page(reference: str, since: datetime) -> Page | None:
    """By our reference, when the answer that named it was lost."""
    with speaking() as speak:
        found = _found(speak, reference, since)
    return None if found is None else _page(found)


def close_page(session_id: str) -> Page:
    """Nobody can pay on it any more; one that was paid meanwhile stays so."""
    with speaking() as speak:
        try:
            key = {"idempotency_key": f"close-{session_id}"}
            return _page(speak.checkout.sessions.expire(session_id, options=key))
        except stripe.InvalidRequestError:
            return _page(speak.checkout.sessions.retrieve(session_id))


def change(*, key: str, stripe_id: str, asked: dict[str, Any]) -> None:
    """Change a subscription. Raises stripe.CardError when it has to be paid for now and the card does not."""
    with speaking() as speak:
        speak.subscriptions.update(stripe_id, asked, {"idempotency_key": key})


def new_price(item_id: str, price_id: str, at: datetime | None = None) -> dict[str, Any]:
    """For `change`: another price from the next period; with `at` at once, the difference charged now or
    nothing changed.
    """
    asked: dict[str, Any] = {"items": [{"id": item_id, "price": price_id}], "cancel_at_period_end": False}
    if at is None:
        return {**asked, "proration_behavior": "none"}
    now = {"proration_behavior": "always_invoice", "payment_behavior": "error_if_incomplete"}
    return {**asked, **now, "proration_date": int(at.timestamp())}


def end_now(*, key: str, stripe_id: str) -> None:
    """Nothing is billed and nothing given back. One that ended already is as good."""
    with speaking() as speak:
        found = speak.subscriptions.retrieve(stripe_id)
        if found.status not in {"canceled", "incomplete_expired"}:
            speak.subscriptions.cancel(stripe_id, {}, {"idempotency_key": key})


def preview(*, stripe_id: str, item_id: str, price_id: str, at: datetime) -> int:
    """What Stripe would charge now for another price, to the centime."""
    details = new_price(item_id, price_id, at)
    details.pop("payment_behavior")
    asked: Any = {"subscription": stripe_id, "subscription_details": details}
    with speaking() as speak:
        return int(speak.invoices.create_preview(asked).amount_due)


def card_page(*, key: str, customer: str, back: str) -> str:
    """A page of Stripe's where the brand changes its card."""
    asked: Any = {
        "customer": customer,
        "return_url": back,
        "flow_data": {"type": "payment_method_update"},
    }
    with speaking() as speak:
        return str(speak.billing_portal.sessions.create(asked, {"idempotency_key": key}).url)


def refresh(stripe_id: str) -> None:
    """Read a subscription and its newest invoices into the mirror, as its events would have."""
    stripe_mirror.sync("subscription", stripe_id)
    with speaking() as speak:
        listed = speak.invoices.list({"subscription": stripe_id, "limit": N_INVOICES}).data
    for one in reversed(listed):
        stripe_mirror.keep("invoice", one)


def _found(speak: Any, reference: str, since: datetime) -> Any:
    start = int(since.timestamp()) - CLOCKS_APART_S
    for session in each_page(speak.checkout.sessions.list, created={"gte": start}):
        if session.client_reference_id == reference:
            return session
    return None


def _page(session: Any) -> Page:
    said = session.to_dict()
    bought = said.get("subscription") or ""
    return Page(
        session_id=said["id"],
        url=said.get("url") or "",
        status=said["status"],
        subscription_id=bought if isinstance(bought, str) else bought["id"],
    )
