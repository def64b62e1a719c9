"""Web Push against another's push service and browser: npm's web-push-testing opens what we seal."""

import pytest
import requests

from accounts.models import SignIn
from conftest import let_in
from influmaroc.tests.push_peer import opened, running_peer, subscription
from kit import webpush
from notifications.models import Channel, Habits, PushDevice, Sending
from notifications.selectors.pushing import push_public_key
from notifications.services import Message, add_device, tell
from notifications.tasks import send_pushes

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    with running_peer(tmp_path_factory.mktemp("webpush")) as address:
        yield address


@pytest.fixture
def ringing(peer, amina):
    """A browser of the peer's that Amina wants to be rung on."""
    amina.sign_in = let_in(amina, SignIn.Kind.PAGE)
    Habits.objects.create(user=amina, quiet_from=None, quiet_until=None)
    browser = subscription(peer, push_public_key())
    add_device(by=amina, endpoint=browser["endpoint"], **{n: browser["keys"][n] for n in ("p256dh", "auth")})
    return browser


def ring(amina, key):
    tell(readers=[amina.pk], message=Message(kind="offer_made", key=key, data={"campaign": "Argan"}))
    send_pushes()
    return Sending.objects.get(notice__key=key, channel=Channel.PUSH)


def test_a_browser_of_others_opens_what_we_sealed(peer, ringing, amina):
    assert ring(amina, "1").state == "sent"
    (said,) = opened(peer, ringing)
    assert (said["title"], said["url"]) == (
        "Une offre pour vous",
        f"/fr/notifications/{amina.notices.get().pk}",
    )


def test_a_sender_that_the_browser_did_not_subscribe_to_is_refused(peer, ringing, amina, settings):
    settings.PUSH_KEY = webpush.new_private_key()
    assert (ring(amina, "2").state, opened(peer, ringing)) == ("failed", [])


def test_an_expired_subscription_is_not_rung_again(peer, ringing, amina):
    requests.post(f"{peer}/expire-subscription/{ringing['clientHash']}", timeout=10)
    row = ring(amina, "3")
    assert (row.state, row.reason, PushDevice.objects.alive().count()) == ("withheld", "nowhere", 0)
