"""dj-stripe's tables follow Stripe through our one door."""

import pytest
import stripe
from django.db import connection
from djstripe.models import APIKey, Customer, Invoice, Price, Product, Subscription

from events.models import Event
from payments.errors import GatewayUnreachable
from payments.gateways import stripe_plans
from payments.gateways.stripe_mirror import sync
from payments.models import ProviderEvent
from payments.tests.stripe.conftest import delivered


@pytest.fixture
def subscription(peer) -> dict:
    customer = peer.post("customers", email="atlas@example.ma", name="Atlas Argan SARL")
    product = peer.post("products", name="Croissance")
    price = peer.post(
        "prices",
        product=product["id"],
        currency="mad",
        unit_amount=49_900,
        **{"recurring[interval]": "month"},
    )
    asked = {"items[0][price]": price["id"], "metadata[wallet]": "1"}
    return peer.post("subscriptions", customer=customer["id"], **asked)


def test_a_subscription_and_all_it_names_are_mirrored(subscription):
    assert set(delivered("invoice.paid")) == {"mirror"}
    mirrored = Subscription.objects.get()
    assert (mirrored.id, mirrored.stripe_data["status"]) == (subscription["id"], "active")
    assert mirrored.customer == Customer.objects.get()
    assert (Product.objects.count(), Price.objects.count(), Invoice.objects.count()) == (1, 1, 1)


def test_nobody_waits_for_stripe_inside_a_transaction(subscription, monkeypatch):
    asked = []

    def request(client, method, url, *more, **options):
        asked.append((connection.in_atomic_block, url))
        return heard(client, method, url, *more, **options)

    heard = stripe.RequestsClient.request
    monkeypatch.setattr(stripe.RequestsClient, "request", request)
    assert sync("subscription", subscription["id"]) == "mirrored"
    assert (Subscription.objects.count(), Customer.objects.count(), Price.objects.count()) == (1, 1, 1)
    assert [url.split("/")[4] for _is_inside, url in asked] == ["subscriptions", "customers", "products"]
    assert not any(is_inside for is_inside, _url in asked)


def test_without_an_answer_about_what_it_names_nothing_is_written(subscription, monkeypatch):
    def request(client, method, url, *more, **options):
        if "/customers/" in url:
            raise stripe.APIConnectionError("silence", should_retry=False)
        return heard(client, method, url, *more, **options)

    heard = stripe.RequestsClient.request
    monkeypatch.setattr(stripe.RequestsClient, "request", request)
    with pytest.raises(GatewayUnreachable):
        sync("subscription", subscription["id"])
    assert not any(model.objects.exists() for model in (Subscription, Customer, Product, Price, Invoice))


def test_our_secret_key_is_written_nowhere(subscription):
    delivered("invoice.paid")
    assert Subscription.objects.exists()
    assert not APIKey.objects.exists()


def test_events_out_of_order_leave_the_newest_state(peer, subscription):
    delivered("invoice.paid")
    peer.act(f"subscriptions/{subscription['id']}/fail")
    delivered("invoice.payment_failed")
    early = ProviderEvent.objects.filter(raw__contains='"customer.subscription.created"').get()
    ProviderEvent.objects.filter(pk=early.pk).update(handled_at=None)
    delivered()
    assert Subscription.objects.get().stripe_data["status"] == "past_due"


def test_what_is_gone_at_stripe_is_gone_here_and_its_event_ends(subscription, peer):
    delivered("invoice.paid")
    kept = ProviderEvent.objects.filter(raw__contains='"customer.subscription.created"').get()
    body = {**kept.body, "subject_ref": "sub_deleted"}
    ProviderEvent.objects.filter(pk=kept.pk).update(handled_at=None, body=body)
    assert delivered() == ["mirror"]
    assert Subscription.objects.count() == 1


def test_whoever_lives_above_hears_of_it(subscription):
    delivered("invoice.paid")
    said = {event.payload["kind"] for event in Event.objects.filter(label__contains="StripeObjectChanged")}
    assert said == {"customer", "product", "price", "subscription", "invoice"}


def test_invoices_that_were_listed_are_not_fetched_once_more(subscription, monkeypatch):
    asked = []

    def request(client, method, url, *more, **options):
        asked.append(url)
        return heard(client, method, url, *more, **options)

    heard = stripe.RequestsClient.request
    monkeypatch.setattr(stripe.RequestsClient, "request", request)
    stripe_plans.refresh(subscription["id"])
    assert Invoice.objects.get().stripe_data["status"] == "paid"
    assert not [url for url in asked if "/v1/invoices/" in url]
