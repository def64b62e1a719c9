"""A running peer, told to call the live site; each test listens anew."""

from collections.abc import Iterator
from typing import Any

import pytest

from payments import gateways, services
from payments.models import Payment, ProviderEvent
from payments.tasks import handle_provider_event
from payments.tests.stripe.peer import Peer, running_stripe, until

BACK = "http://shop.test/fr/paiement/retour/1"


@pytest.fixture(scope="session")
def peer_process(tmp_path_factory) -> Any:
    with running_stripe(tmp_path_factory.mktemp("stripe"), "--balance", "100000000") as peer:
        yield peer


@pytest.fixture
def peer(peer_process, settings, live_server) -> Iterator[Peer]:
    """Afterwards it is quiet: an event that came while the tables are emptied would lock them."""
    settings.SITE_URL = live_server.url
    settings.STRIPE = {**settings.STRIPE, "url": peer_process.url}
    settings.PAYMENT_GATEWAYS = {"stripe": settings.STRIPE}
    settings.PAYOUT_RAILS = {**settings.PAYOUT_RAILS, "stripe": settings.STRIPE}
    hook = f"{live_server.url}/api/payments/callbacks/stripe"
    peer_process.act("hooks", url=hook, secret=settings.STRIPE["secret"])
    peer_process.act("hooks", url=hook, secret=settings.STRIPE_CONNECT_SECRET, connect="true")
    yield peer_process
    peer_process.act("quiet")
    peer_process.act("forget")


@pytest.fixture
def attempt(peer, escrow, atlas) -> Payment:
    """A payment in dirhams through Stripe, with its page open."""
    made = services.create_payment(escrow_id=escrow.pk, gateway="stripe", by=atlas)
    gateways.start(made, return_url=BACK, locale="fr")
    made.refresh_from_db()
    return made


def delivered(kind: str = "") -> list[str]:
    """Wait for an event (a part of its raw text), act on all that came as the worker would; the outcomes."""
    assert until(lambda: ProviderEvent.objects.filter(raw__contains=f'"{kind}"' if kind else "").exists())
    ids = ProviderEvent.objects.filter(handled_at=None).order_by("pk").values_list("pk", flat=True)
    return [handle_provider_event(pk) for pk in ids]


def session_of(payment: Payment) -> str:
    return payment.action["fields"]["session"]
