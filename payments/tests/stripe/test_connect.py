"""Being paid through Stripe: an account begun here and filled in there, transfers, and taking them back."""

from decimal import Decimal

import pytest
import requests
from django.utils import timezone

from kit import crypt
from payments import gateways, services
from payments.errors import GatewayUnreachable, NotInThisCountry, PayoutKindNotOffered
from payments.gateways import outgoing
from payments.gateways.stripe_connect import onboarding_url, read_account
from payments.gateways.stripe_rail import StripeRail
from payments.models import ExchangeRate, Payout, PayoutMethod, StripeAccount
from payments.selectors import balance
from payments.tests.conftest import NET
from payments.tests.stripe.conftest import delivered

HERE = "http://shop.test/fr/createur/gains/stripe"


@pytest.fixture
def account(peer, purse, amina) -> StripeAccount:
    """Begun, and known to Stripe."""
    made = services.open_stripe_account(wallet=purse, country="FR", by=amina)
    onboarding_url(made, back=HERE)
    made.refresh_from_db()
    return made


@pytest.fixture
def ready(peer, account) -> StripeAccount:
    peer.act(f"accounts/{account.account_id}/finish")
    assert delivered("account.updated")
    account.refresh_from_db()
    return account


def test_in_morocco_it_says_so(settings, purse, amina):
    settings.PAYOUT_RAILS = {**settings.PAYOUT_RAILS, "stripe": settings.STRIPE}
    with pytest.raises(NotInThisCountry) as refused:
        services.open_stripe_account(wallet=purse, country="MA", by=amina)
    assert "MA" not in refused.value.facts["offered"]
    assert not StripeAccount.objects.exists()


def test_without_stripe_it_is_not_offered(purse, amina):
    with pytest.raises(PayoutKindNotOffered):
        services.open_stripe_account(wallet=purse, country="FR", by=amina)
    assert not StripeAccount.objects.exists()


def test_stripe_asks_for_the_papers_not_we(peer, account):
    said = peer.look(f"/v1/accounts/{account.account_id}")
    assert said["country"] == "FR"
    assert said["metadata"] == {"account": str(account.pk), "wallet": str(account.wallet_id)}
    assert (account.state, account.is_ready) == ("incomplete", False)
    assert "external_account" in account.due


def test_a_link_opens_once_and_leads_back_after_that(account):
    link = onboarding_url(account, back=HERE)
    assert "<button" in requests.get(link, timeout=5).text
    again = requests.get(link, timeout=5, allow_redirects=False)
    assert (again.status_code, again.headers["Location"]) == (303, HERE)


def test_a_second_beginning_is_the_same_account(account, purse, amina):
    again = services.open_stripe_account(wallet=purse, country="BE", by=amina)
    assert (again.pk, again.account_id, again.country) == (account.pk, account.account_id, "FR")


@pytest.mark.parametrize(
    ("button", "state"), [("finish", "ready"), ("later", "incomplete"), ("reject", "refused")]
)
def test_coming_back_means_nothing_only_stripes_word_does(peer, account, button, state):
    link = onboarding_url(account, back=HERE)
    assert peer.press(link, button).headers["Location"] == HERE
    assert read_account(account.account_id) == state


def test_its_event_tells_that_it_is_ready(ready):
    assert (ready.state, ready.due) == ("ready", [])


def test_news_of_a_strangers_account_says_nothing(peer):
    stranger = peer.post("accounts", country="FR")["id"]
    assert read_account(stranger) == ""


def test_an_event_that_could_not_be_followed_up_stays_open(peer, account, settings):
    peer.act(f"accounts/{account.account_id}/finish")
    settings.PAYMENT_GATEWAYS = {"stripe": {**settings.STRIPE, "url": "http://127.0.0.1:9"}}
    with pytest.raises(GatewayUnreachable):
        delivered("account.updated")
    settings.PAYMENT_GATEWAYS = {"stripe": settings.STRIPE}
    assert delivered("account.updated") == ["account"]


def test_closed_to_new_payments_its_accounts_are_still_heard(peer, account, staff):
    services.switch_gateway(gateway="stripe", to="draining", reason="contract ends", by=staff)
    peer.act(f"accounts/{account.account_id}/finish")
    assert delivered("account.updated") == ["account"]
    account.refresh_from_db()
    assert account.is_ready


# ---- the rail -----------------------------------------------------------------------------------


@pytest.fixture
def payout(ready, purse, amina) -> Payout:
    """20 EUR to Amina's account at Stripe."""
    method = PayoutMethod.objects.create(
        wallet=purse,
        holder_name="Amina",
        kind="stripe",
        address_encrypted=crypt.encrypt(ready.account_id),
        hint=ready.account_id[-4:],
        usable_at=ready.started_at,
    )
    return Payout.objects.create(
        wallet=purse,
        method=method,
        amount_centimes=2_000,
        currency="EUR",
        requested_by=amina,
        expected_on=ready.started_at.date(),
    )


@pytest.fixture
def rail(settings, peer) -> StripeRail:
    return StripeRail(settings.STRIPE)


def transfers(peer, payout) -> list[dict]:
    return peer.look(f"/v1/transfers?transfer_group=payout-{payout.pk}")["data"]


def test_a_payout_is_transferred_once(peer, rail, payout, ready):
    first = rail.send(payout)
    assert (first.status, rail.send(payout), rail.query(payout)) == ("paid", first, first)
    [made] = transfers(peer, payout)
    assert (made["id"], made["amount"], made["currency"], made["destination"]) == (
        first.provider_ref,
        2_000,
        "eur",
        ready.account_id,
    )


def test_what_a_creator_asks_for_arrives_at_stripe_in_euro(released, peer, ready, purse, amina, staff):
    """Dirhams of the wallet, frozen at the day's rate, handed over by the task."""
    ExchangeRate.objects.create(source="bam", currency="EUR", on=timezone.localdate(), dirhams=Decimal(10))
    services.be_paid_by_stripe(wallet=purse, by=amina)
    asked = services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    services.approve_payout(payout_id=asked.pk, by=staff)
    assert outgoing.move_along(asked.pk) == "paid"
    asked.refresh_from_db()
    [made] = transfers(peer, asked)
    assert (made["amount"], made["currency"], asked.state) == (NET // 10, "eur", "paid")
    assert balance("payouts_in_transit") == 0


def test_an_answer_lost_is_found_and_not_sent_again(peer, rail, payout):
    peer.act("faults", method="POST", path="/v1/transfers", status=0, acts="true", times=3)
    with pytest.raises(GatewayUnreachable):
        rail.send(payout)
    peer.act("forget")
    assert rail.send(payout).status == "paid"
    assert len(transfers(peer, payout)) == 1


def test_nothing_sent_is_unknown_not_failed(rail, payout):
    assert (rail.query(payout).status, rail.query(payout).reason) == ("unknown", "not_found")


def test_a_payout_that_is_taken_back_is_ours_again(peer, rail, payout):
    peer.post(f"transfers/{rail.send(payout).provider_ref}/reversals")
    assert (rail.query(payout).status, transfers(peer, payout)[0]["amount_reversed"]) == ("failed", 2_000)


def test_a_balance_too_low_moves_nothing(peer, rail, payout):
    Payout.objects.update(amount_centimes=10**12)
    answer = rail.send(Payout.objects.get())
    assert (answer.status, answer.reason) == ("failed", "house_balance_too_low")
    assert transfers(peer, payout) == []


def test_an_account_stripe_closed_gets_nothing(peer, rail, payout, ready):
    peer.act(f"accounts/{ready.account_id}/reject")
    assert rail.send(payout).reason == "account_not_ready"
    assert transfers(peer, payout) == []


def test_the_rail_names_itself(rail):
    assert (rail.name, rail.is_live, "MAD" in rail.currencies) == ("stripe", False, False)
    assert gateways.get("stripe").is_live is False
