"""Signatures: the vectors of the standard, and what receivers of others make of ours."""

from datetime import timedelta

import pytest
import standardwebhooks
import svix
from django.utils import timezone

from kit import crypt
from webhooks.selectors import new_secret, parcel_of
from webhooks.selectors.signing import signature
from webhooks.tests.conftest import SECRET, make_endpoint, owe

PEERS = {
    "standardwebhooks": (standardwebhooks.Webhook, standardwebhooks.WebhookVerificationError),
    "svix": (svix.Webhook, svix.WebhookVerificationError),
}


def test_the_vector_of_the_standard():
    made = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.fixture
def parcel(atlas_brand):
    return parcel_of(owe(make_endpoint(atlas_brand, secret=SECRET))[0])


@pytest.mark.parametrize("peer", PEERS)
def test_receivers_of_others_believe_us(peer, parcel):
    webhook, _error = PEERS[peer]
    webhook(SECRET).verify(parcel.body, parcel.headers)


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize(
    ("header", "value"),
    [("webhook-id", "msg_other"), ("webhook-timestamp", "1614265330"), ("webhook-signature", "v1,AAAA")],
)
def test_receivers_of_others_refuse_what_was_changed(peer, parcel, header, value):
    webhook, error = PEERS[peer]
    with pytest.raises(error):
        webhook(SECRET).verify(parcel.body, {**parcel.headers, header: value})


@pytest.mark.parametrize("peer", PEERS)
def test_while_a_secret_is_being_changed_both_are_believed_for_a_day(peer, atlas_brand):
    webhook, error = PEERS[peer]
    old, new = new_secret(), new_secret()
    endpoint = make_endpoint(atlas_brand, secret=new, old_sealed=crypt.encrypt(old))
    endpoint.old_until = timezone.now() + timedelta(seconds=5)
    [call] = owe(endpoint)
    during = parcel_of(call)
    for secret in (old, new):
        webhook(secret).verify(during.body, during.headers)
    endpoint.old_until = timezone.now()
    after = parcel_of(call)
    with pytest.raises(error):
        webhook(old).verify(after.body, after.headers)
    webhook(new).verify(after.body, after.headers)


def test_the_log_keeps_no_signature(parcel):
    assert parcel.shown["webhook-signature"] == "v1,…"
    assert parcel.headers["webhook-signature"] not in repr(parcel)
