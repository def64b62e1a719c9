"""How we speak to Stripe: the official SDK, an address from the settings, and its errors in our words."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stripe
from django.conf import settings

from payments.errors import GatewayUnreachable
from payments.gateways.port import leave_transaction

log = logging.getLogger(__name__)
TIMEOUT_S = 10
RETRIES = 2
LIVE_KEYS = ("sk_live_", "rk_live_")
UNKNOWN = (
    stripe.APIConnectionError,
    stripe.RateLimitError,
    stripe.APIError,
    stripe.IdempotencyError,
    stripe.AuthenticationError,
    stripe.PermissionError,
)


def client(config: Mapping[str, str]) -> stripe.StripeClient:
    """A client for one set of keys. Each keeps its own connections and knows no global."""
    return stripe.StripeClient(
        config["key"],
        stripe_version=settings.STRIPE_API_VERSION,
        base_addresses={"api": config["url"].rstrip("/")},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
    )


def is_live(config: Mapping[str, str]) -> bool:
    """Whether real money moves with this key."""
    return config["key"].startswith(LIVE_KEYS)


@contextmanager
def outcome_known() -> Iterator[None]:
    """Around calls: no answer, a fault of theirs, or a key of ours they do not take is `unknown`, never no.

    What Stripe definitely turned down (card and parameter errors) goes on to the caller.
    """
    leave_transaction()
    try:
        yield
    except UNKNOWN as error:
        log.warning("stripe: %s %s", type(error).__name__, error.code or error.http_status or "")
        raise GatewayUnreachable(gateway="stripe") from error


def each_page(listing: Callable[..., Any], **asked: Any) -> Iterator[Any]:
    """Every object of a list, page after page."""
    yield from listing({"limit": 100, **asked}).auto_paging_iter()
