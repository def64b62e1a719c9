"""dj-stripe's tables follow what changes at Stripe: customers, products, prices, subscriptions, invoices,
charges. They are for looking at and for plans; no escrow ever asks them.

An event only names what changed. The object itself is fetched, so its newest state counts whatever order
events come in, and handling one twice changes nothing.

What it names and is not here yet (its customer, price, invoice), dj-stripe would fetch while it writes,
inside a transaction. So whatever it asks for there ends the transaction, is fetched outside of any, and the
writing begins anew with it at hand, until nothing is missing: one transaction without calls writes all of it.
"""

from contextvars import ContextVar
from functools import cache
from typing import Any

import stripe
from django.conf import settings
from django.db import connection, transaction
from djstripe import models as mirrored
from djstripe.models.base import StripeModel

from payments.gateways.port import leave_transaction
from payments.gateways.stripe_client import RETRIES, TIMEOUT_S, client, outcome_known
from payments.gateways.stripe_words import GONE

# The table, and where our client fetches one.
KINDS: dict[str, tuple[type[StripeModel], str]] = {
    "customer": (mirrored.Customer, "customers"),
    "product": (mirrored.Product, "products"),
    "price": (mirrored.Price, "prices"),
    "subscription": (mirrored.Subscription, "subscriptions"),
    "invoice": (mirrored.Invoice, "invoices"),
    "charge": (mirrored.Charge, "charges"),
}
Answers = dict[tuple[str, str], tuple[str, int, Any]]
_fetched: ContextVar[Answers | None] = ContextVar("fetched_from_stripe", default=None)


def _no_owner(cls: type[StripeModel], *_args: Any, **_kwargs: Any) -> None:
    """Everything mirrored is our own account's."""


# To note whose an object is, dj-stripe would write our secret key into its table of keys, unencrypted.
StripeModel._find_owner_account = classmethod(_no_owner)  # noqa: SLF001 - there is no setting for it


def sync(kind: str, object_id: str, status: str = "") -> str:
    """Fetch one object and write its row with those of what it names, or take the row away. Raises
    GatewayUnreachable.
    """
    leave_transaction()
    if kind not in KINDS:
        return "unknown_kind"
    model, place = KINDS[kind]
    if status == GONE:
        return _taken_away(model, object_id)
    try:
        with outcome_known():
            found = getattr(client(settings.PAYMENT_GATEWAYS["stripe"]).v1, place).retrieve(object_id)
            _write(model, found)
    except stripe.InvalidRequestError as error:
        if error.code != "resource_missing":
            raise
        return _taken_away(model, object_id)
    return "mirrored"


def keep(kind: str, found: Any) -> None:
    """Write what was just read, in a list for example, with those of what it names. Raises
    GatewayUnreachable.
    """
    with outcome_known():
        _write(KINDS[kind][0], found)


def _taken_away(model: type[StripeModel], object_id: str) -> str:
    model.objects.filter(id=object_id).delete()
    return GONE


def _write(model: type[StripeModel], found: Any) -> None:
    """Write one object, each time with one more of what it names at hand. There is an end: objects are few,
    and none is fetched twice.
    """
    config = settings.PAYMENT_GATEWAYS["stripe"]
    stripe.api_base = config["url"].rstrip("/")  # dj-stripe speaks through the SDK's globals
    stripe.max_network_retries = RETRIES
    stripe.default_http_client = _quick()
    mark = _fetched.set({})
    try:
        while not _is_written(model, found, config["key"]):
            pass
    finally:
        _fetched.reset(mark)


def _is_written(model: type[StripeModel], found: Any, key: str) -> bool:
    """False when something was missing, which is at hand now."""
    try:
        with transaction.atomic():
            model.sync_from_stripe_data(found, api_key=key)
    except _NotFetched as missing:
        missing.fetch()
        return False
    return True


class _NotFetched(Exception):
    """Asked for while rows are written. Nobody waits for Stripe then."""

    def __init__(self, http: "_OutsideOnly", asked: tuple[Any, ...], more: dict[str, Any]) -> None:
        super().__init__(asked[1])
        self.http, self.asked, self.more = http, asked, more

    def fetch(self) -> None:
        self.http.request_with_retries(*self.asked, **self.more)


class _OutsideOnly(stripe.RequestsClient):
    """Speaks outside of transactions; inside it repeats what it has heard."""

    def request_with_retries(self, *asked: Any, **more: Any) -> tuple[str, int, Any]:
        kept = _fetched.get()
        answers, name = {} if kept is None else kept, (asked[0], asked[1])
        if name not in answers:
            if connection.in_atomic_block:
                raise _NotFetched(self, asked, more)
            answers[name] = super().request_with_retries(*asked, **more)
        return answers[name]


@cache
def _quick() -> stripe.HTTPClient:
    """For what dj-stripe fetches itself: the SDK's own client would wait 80 s."""
    return _OutsideOnly(timeout=TIMEOUT_S)
