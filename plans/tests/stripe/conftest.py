"""A running peer of Stripe's, and a brand that takes its plan there."""

from typing import Any

import pytest
from django.test import Client

from payments.tests.stripe import conftest as bank
from payments.tests.stripe.peer import Peer
from plans.models import CardPlan, Plan
from plans.services import start_card_plan
from plans.tasks import ask_card_page, open_card_page

peer_process, peer = bank.peer_process, bank.peer
BACK = "http://shop.test/fr/marque/formule/carte"
TERMS = {"free": (0, 0), "pro": (49_000, 490_000), "scale": (149_000, 1_490_000)}


@pytest.fixture
def terms(transactional_db: None) -> None:
    """A test with real transactions before this one emptied the tables."""
    for code, (month, year) in TERMS.items():
        if not Plan.objects.filter(code=code).exists():
            sums = {"month_centimes": month, "year_centimes": year}
            Plan.objects.create(code=code, starts_at="2020-01-01T00:00:00Z", **sums)


@pytest.fixture
def wallet(atlas_brand: Any) -> Any:
    return atlas_brand.wallet


@pytest.fixture
def card(peer: Peer, terms: None, wallet: Any, atlas: Any) -> CardPlan:
    """A page of Stripe's, open."""
    made = start_card_plan(wallet=wallet, code="pro", interval="month", by=atlas)
    open_card_page(made, back=BACK, locale="fr")
    made.refresh_from_db()
    return made


@pytest.fixture
def running(peer: Peer, card: CardPlan) -> CardPlan:
    """Paid there, and asked about."""
    peer.act(f"sessions/{card.session_id}/pay")
    assert ask_card_page(str(card.pk)) == "running"
    card.refresh_from_db()
    return card


@pytest.fixture
def payer(client_of: Any, atlas: Any) -> Client:
    return client_of(atlas)
