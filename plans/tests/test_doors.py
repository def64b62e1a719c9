"""Pages and API of plans."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import person
from payments.services import switch_gateway
from payments.tests.conftest import RIB
from plans.models import CardPlan, CardWish, Charge, Subscription
from plans.services import end_wish, follow_card_plan, start_card_plan, wish_change
from plans.tests.mirror import Mirror, known_customer, prices

pytestmark = pytest.mark.django_db
WISH = {"plan": "pro", "interval": "month"}


@pytest.fixture
def payer(client_of, atlas):
    return client_of(atlas)


@pytest.fixture
def finance(db):
    return person("finance", "staff", is_staff=True, is_superuser=True)


def test_the_page_shows_three_plans_and_the_one_held(payer):
    page = payer.get("/fr/marque/formule").content.decode()
    assert all(name in page for name in ("Découverte", "Pro", "Scale"))


def test_bank_transfer_closed_to_new_payments_still_takes_what_is_due(payer, settings, finance):
    bank = {"holder": "InfluMaroc", "bank": "Banque Exemple", "rib": RIB}
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "bank": bank}
    switch_gateway(gateway="bank", to="draining", reason="contract ends", by=finance)
    payer.post("/fr/marque/formule/choisir", WISH)
    assert "Banque Exemple" in payer.get("/fr/marque/formule").content.decode()


def test_confirming_says_the_price_first_and_then_takes_the_plan(payer):
    page = payer.get("/fr/marque/formule/choisir", WISH).content.decode()
    assert "588,00" in page.replace("\u00a0", " ")
    assert not Subscription.objects.exists()
    assert payer.post("/fr/marque/formule/choisir", WISH).status_code == 302
    assert Subscription.objects.get().plan.code == "pro"
    page = payer.get("/ar/marque/formule").content.decode()
    assert Charge.objects.get().reference in page


@pytest.fixture
def stripe(settings, atlas_brand, atlas):
    """A page of Stripe's that is open, and the hand on what the mirror says of it."""
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "stripe": settings.STRIPE}
    prices()
    known_customer(atlas_brand.wallet)
    card = start_card_plan(wallet=atlas_brand.wallet, code="pro", interval="month", by=atlas)
    today = timezone.localdate()
    return Mirror(card=card, start=today, end=today + timedelta(days=30))


def plan_page(payer):
    return payer.get("/en/marque/formule").content.decode()


def test_nothing_was_charged_is_said_only_when_nothing_at_stripe_may_be(payer, stripe):
    nothing, way = "Nothing was charged.", "still under way at Stripe"
    assert nothing not in plan_page(payer)
    CardPlan.objects.update(state="lapsed")
    page = plan_page(payer)
    assert (nothing in page, way in page, "interval=month" in page) == (True, False, True)
    stripe.says()
    page = plan_page(payer)
    assert (nothing in page, way in page, "interval=month" in page) == (False, True, False)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [("card_declined", "your card was turned down"), ("provider_refused", "did not take it")],
)
def test_the_page_says_why_a_change_was_refused_until_the_next_period(payer, stripe, atlas, refusal, words):
    stripe.bills(58_800)
    follow_card_plan(stripe_id=stripe.says())
    wish = wish_change(subscription_id=Subscription.objects.get().pk, code="scale", by=atlas)
    assert words not in plan_page(payer)
    end_wish(wish_id=wish.pk, state="refused", refusal=refusal, reason="x")
    assert words in plan_page(payer)
    CardWish.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert words not in plan_page(payer)


def test_a_plan_that_does_not_exist_leads_back(payer):
    assert payer.get("/fr/marque/formule/choisir", {"plan": "gold"}).status_code == 302
    assert not Subscription.objects.exists()


def test_creators_have_no_plan(client_of, amina):
    assert client_of(amina).get("/fr/marque/formule").status_code == 403


def test_everybody_reads_what_plans_cost(client):
    rows = client.get("/api/plans").json()
    assert [(row["code"], row["month"]["amount"]) for row in rows] == [
        ("free", "0.00"),
        ("pro", "490.00"),
        ("scale", "1490.00"),
    ]


def test_the_api_takes_a_plan_once_per_key(api_of, atlas):
    caller = api_of(atlas)
    assert caller.get("/api/subscription").status_code == 204
    first = caller.post("/api/subscription", WISH, format="json", headers={"Idempotency-Key": "k1"})
    again = caller.post("/api/subscription", WISH, format="json", headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.content) == (200, first.content)
    assert caller.get("/api/subscription/charges").json()["results"][0]["total"]["amount"] == "588.00"


@pytest.mark.parametrize(
    "model", ["plan", "subscription", "charge", "cardplan", "cardtrouble", "stripeprice"]
)
def test_staff_see_lists(client_of, staff, model, django_assert_max_num_queries):
    desk = client_of(staff)
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"admin:plans_{model}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/subscription/card"),
        ("delete", "/api/subscription/card"),
        ("post", "/api/subscription/card/change"),
        ("post", "/fr/marque/formule/carte/continuer"),
        ("post", "/fr/marque/formule/carte/renoncer"),
        ("post", "/fr/marque/formule/carte/changer"),
    ],
)
def test_cards_are_for_those_who_pay_for_the_brand(client, client_of, viewer, amina, method, path):
    """Where it leads those who may is proved against Stripe's double (plans/tests/stripe)."""
    for user in (viewer, amina):
        act = getattr(client_of(user), method)
        refused = act(path, WISH, content_type="application/json", HTTP_HX_REQUEST="true")
        assert refused.status_code == 403
    assert getattr(client, method)(path).status_code in {302, 401}
    assert not CardPlan.objects.exists()
