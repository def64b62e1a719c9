"""Every request of a plan paid by card, and every answer, held to Stripe's published OpenAPI."""

from typing import Any

import pytest
from django.utils import timezone

from payments.tests.stripe.peer import running_stripe
from plans.models import CardPlan, CardWish, Charge
from plans.selectors import plan_of, subscription_of
from plans.services import wish_change, wish_end
from plans.tasks import ask_card_page, change_card, refresh_cards, send_wish, sync_stripe_prices

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def peer_process(tmp_path_factory) -> Any:
    with running_stripe(tmp_path_factory.mktemp("strict-plans"), "--strict") as peer:
        yield peer


def test_a_plans_whole_life_is_as_published(peer, running, payer, wallet, atlas):
    sync_stripe_prices()
    page = payer.get("/fr/marque/formule/choisir", {"plan": "scale"})
    held = subscription_of(wallet)
    for code in ("scale", "pro", "scale", "free", "scale"):
        send_wish(wish_change(subscription_id=held.pk, code=code, by=atlas, quoted_at=timezone.now()))
    assert page.context["total"] > 0
    assert change_card(held, back="http://shop.test/").startswith(peer.url)
    peer.act(f"subscriptions/{running.stripe_id}/fail")
    peer.act(f"subscriptions/{running.stripe_id}/retry", well="true")
    refresh_cards()
    assert (plan_of(wallet).code, Charge.objects.filter(state="paid").count()) == ("scale", 3)
    send_wish(wish_end(card_id=running.pk))
    assert (plan_of(wallet).code, CardWish.objects.filter(state="done").count()) == ("free", 6)
    assert peer.look("/_test/violations") == {"violations": [], "is_checked": True}


def test_a_page_that_is_given_up_or_looked_for_is_as_published(peer, card, payer):
    CardPlan.objects.update(session_id="")
    assert ask_card_page(str(card.pk)) == "open"
    payer.post("/fr/marque/formule/carte/renoncer")
    assert CardPlan.objects.get().state == "lapsed"
    assert peer.look("/_test/violations")["violations"] == []
