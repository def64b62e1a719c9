"""dj-stripe's tables follow what changes at Stripe: customers, products, prices, subscriptions, invoices,
charges. They are for looking at and for plans; no escrow ever asks them.

An event only names what changed. The object itself is fetched, so its newest state counts whatever order
events come in, and handling one twice changes nothing.
"""

from functools import cache
from typing import Any

import stripe
from django.conf import settings
from djstripe import models as mirrored
from djstripe.models.base import StripeModel

from payments.gateways.port import leave_transaction
from payments.gateways.stripe_client import RETRIES, TIMEOUT_S, client, outcome_known

# The table, and where our client fetches one.
KINDS: dict[str, tuple[type[StripeModel], str]] = {
    "customer": (mirrored.Customer, "customers"),
    "product": (mirrored.Product, "products"),
    "price": (mirrored.Price, "prices"),
    "subscription": (mirrored.Subscription, "subscriptions"),
    "invoice": (mirrored.Invoice, "invoices"),
    "charge": (mirrored.Charge, "charges"),
}
GONE = "gone"


def _no_owner(cls: type[StripeModel], *_args: Any, **_kwargs: Any) -> None:
    """Everything mirrored is our own account's."""


# To note whose an object is, dj-stripe would write our secret key into its table of keys, unencrypted.
StripeModel._find_owner_account = classmethod(_no_owner)  # noqa: SLF001 - there is no setting for it


def sync(kind: str, object_id: str, status: str = "") -> str:
    """Fetch one object and write its row, or take the row away. Raises GatewayUnreachable.

    What it points at and is not here yet, dj-stripe fetches by itself.
    """
    leave_transaction()
    if kind not in KINDS:
        return "unknown_kind"
    model, place = KINDS[kind]
    if status == GONE:
        return _taken_away(model, object_id)
    config = settings.PAYMENT_GATEWAYS["stripe"]
    stripe.api_base = config["url"].rstrip("/")  # dj-stripe speaks through the SDK's globals
    stripe.max_network_retries = RETRIES
    stripe.default_http_client = _quick()
    try:
        with outcome_known():
            found = getattr(client(config).v1, place).retrieve(object_id)
            model.sync_from_stripe_data(found, api_key=config["key"])
    except stripe.InvalidRequestError as error:
        if error.code != "resource_missing":
            raise
        return _taken_away(model, object_id)
    return "mirrored"


def _taken_away(model: type[StripeModel], object_id: str) -> str:
    model.objects.filter(id=object_id).delete()
    return GONE


@cache
def _quick() -> stripe.HTTPClient:
    """For what dj-stripe fetches itself: the SDK's own client would wait 80 s."""
    return stripe.RequestsClient(timeout=TIMEOUT_S)
