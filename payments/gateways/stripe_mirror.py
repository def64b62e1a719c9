"""dj-stripe's tables follow what changes at Stripe: customers, products, prices, subscriptions, invoices,
charges. They are for looking at and for plans; no escrow ever asks them.

An event only names what changed. The object itself is fetched, so its newest state counts whatever order
events come in, and handling one twice changes nothing.
"""

from typing import Any

import stripe
from django.conf import settings
from djstripe import models as mirrored
from djstripe.models.base import StripeModel

from payments.gateways.port import leave_transaction
from payments.gateways.stripe_client import RETRIES, client, outcome_known

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
        model.objects.filter(id=object_id).delete()
        return GONE
    config = settings.PAYMENT_GATEWAYS["stripe"]
    stripe.api_base = config["url"].rstrip("/")  # dj-stripe speaks through the SDK's globals
    stripe.max_network_retries = RETRIES
    with outcome_known():
        found = getattr(client(config).v1, place).retrieve(object_id)
        model.sync_from_stripe_data(found, api_key=config["key"])
    return "mirrored"
