"""The page and the API where a creator opens an account at Stripe, and who may."""

from typing import Any

import pytest
from django.urls import reverse

from payments.models import StripeAccount
from payments.selectors import payout_methods
from payments.tests.stripe.conftest import delivered

API = "/api/finances/stripe-account"


def of(name: str) -> str:
    return reverse(f"payments:{name}")


@pytest.fixture
def offered(settings) -> None:
    """Configured, and nobody listens there."""
    settings.PAYMENT_GATEWAYS = {"stripe": {**settings.STRIPE, "url": "http://127.0.0.1:9"}}
    settings.PAYOUT_RAILS = {**settings.PAYOUT_RAILS, "stripe": settings.STRIPE}


@pytest.fixture
def creator(client_of, amina) -> Any:
    return client_of(amina)


@pytest.mark.parametrize("name", ["stripe-start", "stripe-check", "stripe-use"])
def test_brands_and_visitors_open_nothing(offered, client_of, client, atlas, name):
    assert client_of(atlas).post(of(name), {"country": "FR"}, HTTP_HX_REQUEST="true").status_code == 403
    assert "/connexion" in client.post(of(name), {"country": "FR"}).url
    assert not StripeAccount.objects.exists()


def test_over_the_api_only_creators_may(offered, api_of, atlas):
    assert api_of(atlas).post(API, {"country": "FR"}, format="json").status_code == 403
    assert api_of().post(API, {"country": "FR"}, format="json").status_code == 401
    assert not StripeAccount.objects.exists()


def test_who_chooses_morocco_reads_why_not_and_what_else(offered, creator, api_of, amina):
    page = creator.post(of("stripe-start"), {"country": "MA"})
    assert page.status_code == 422
    assert "RIB" in page.content.decode()
    answer = api_of(amina).post(API, {"country": "MA"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_in_this_country")
    assert not StripeAccount.objects.exists()


def test_without_stripe_the_page_says_so(creator):
    page = creator.get(of("stripe"))
    assert (page.status_code, "<select" in page.content.decode()) == (200, False)


def test_there_is_nothing_to_check_before_it_is_begun(offered, creator):
    assert creator.post(of("stripe-check"), HTTP_HX_REQUEST="true").status_code == 403


@pytest.mark.parametrize(
    ("state", "n_forms"), [("started", 2), ("incomplete", 2), ("checking", 1), ("ready", 3), ("refused", 1)]
)
def test_each_state_offers_what_can_be_done(offered, creator, purse, state, n_forms):
    StripeAccount.objects.create(wallet=purse, country="FR", account_id="acct_1", state=state)
    page = creator.get(of("stripe")).content.decode()
    assert page.count(f'action="{of("stripe")}/') == n_forms
    assert "acct_1" in page


def test_one_that_is_not_ready_cannot_be_chosen(offered, creator, purse):
    StripeAccount.objects.create(wallet=purse, country="FR", account_id="acct_1", state="checking")
    assert creator.post(of("stripe-use"), HTTP_HX_REQUEST="true").status_code == 409
    assert payout_methods(purse) == []


def test_a_stripe_that_is_down_keeps_what_was_begun(offered, creator, transactional_db):
    answer = creator.post(of("stripe-start"), {"country": "FR"}, HTTP_HX_REQUEST="true")
    assert (answer.status_code, StripeAccount.objects.get().account_id) == (503, "")


def test_the_whole_way(peer, creator, amina, api_of):
    """To Stripe, back, its message, and asked again."""
    there = creator.post(of("stripe-start"), {"country": "FR"})
    assert there.url.startswith(f"{peer.url}/setup/")
    back = peer.press(there.url, "finish").headers["Location"]
    assert back.endswith(of("stripe"))
    delivered("account.updated")
    assert StripeAccount.objects.get().state == "ready"
    assert creator.post(of("stripe-check")).url == of("stripe")
    assert creator.post(of("stripe-use")).url == of("accounts")
    [kept] = payout_methods(amina.influencer.wallet)
    assert (kept.kind, kept.currency, kept.is_default) == ("stripe", "EUR", True)
    said = api_of(amina).post(API, {"country": "FR"}, format="json").json()
    assert (said["account"]["status"], said["url"].startswith(peer.url)) == ("ready", True)
