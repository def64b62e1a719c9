"""The whole way with a peer that keeps idempotency keys and signs its events."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from payments.errors import GatewayUnreachable, ProviderRefused
from payments.gateways.stripe_plans import end_now
from payments.models import ProviderEvent
from payments.selectors import audit, balance
from payments.tests.stripe.conftest import delivered
from plans.errors import CardDeclined
from plans.models import CardPlan, CardWish, Charge, Plan, StripeCustomer, StripePrice
from plans.selectors import plan_of, subscription_of
from plans.services import lapse_card_plan, start_card_plan, wish_change, wish_end
from plans.tasks import (
    ask_card_page,
    change_card,
    follow,
    give_up_card_page,
    move_cards_along,
    open_card_page,
    quote_by_card,
    refresh_cards,
    send_wish,
    sync_stripe_prices,
)
from plans.tests.stripe.conftest import BACK
from plans.views.plan import _change


def wish(card, code, by, **more):
    return wish_change(subscription_id=card.subscription_id, code=code, by=by, **more)


def held_by(wallet):
    return subscription_of(wallet)


def test_the_page_is_stripes_and_the_same_when_asked_again(peer, card, wallet):
    assert card.page_url.startswith(f"{peer.url}/c/pay/{card.session_id}")
    assert open_card_page(card, back=BACK, locale="ar") == card.page_url
    assert (StripeCustomer.objects.get().wallet, plan_of(wallet).code) == (wallet, "free")


def test_prices_are_made_once_whoever_asks(peer, terms):
    assert (sync_stripe_prices(), sync_stripe_prices()) == (4, 4)
    ids = set(StripePrice.objects.values_list("price_id", flat=True))
    StripePrice.objects.all().delete()
    peer.act("forget")
    sync_stripe_prices()
    assert set(StripePrice.objects.values_list("price_id", flat=True)) == ids
    rows = StripePrice.objects.values_list("plan__code", "interval", "total_centimes")
    assert set(rows) == {
        ("pro", "month", 58_800),
        ("pro", "year", 588_000),
        ("scale", "month", 178_800),
        ("scale", "year", 1_788_000),
    }


def test_paid_and_told_by_signed_events_it_counts(peer, card, wallet, react):
    peer.act(f"sessions/{card.session_id}/pay")
    delivered("invoice.paid")
    react()
    assert (plan_of(wallet).code, balance("provider_clearing", "stripe")) == ("pro", -58_800)
    ProviderEvent.objects.update(handled_at=None)
    delivered()
    react()
    assert (Charge.objects.count(), audit()) == (1, [])


def test_coming_back_is_believed_only_when_stripe_says_so(peer, card, wallet):
    assert ask_card_page(str(card.pk)) == "open"
    assert plan_of(wallet).code == "free"
    peer.act(f"sessions/{card.session_id}/pay")
    assert ask_card_page(str(card.pk)) == "running"
    assert (plan_of(wallet).code, Charge.objects.get().state) == ("pro", "paid")
    assert ask_card_page(str(card.pk)) == "settled"


def test_a_lost_answer_leads_to_the_same_page(peer, terms, wallet, atlas):
    made = start_card_plan(wallet=wallet, code="pro", interval="month", by=atlas)
    peer.act("faults", path="/v1/checkout/sessions", status=0, times=3, acts="true", method="POST")
    with pytest.raises(GatewayUnreachable):
        open_card_page(made, back=BACK, locale="fr")
    assert CardPlan.objects.get().session_id == ""
    url = open_card_page(made, back=BACK, locale="ar")
    pages = peer.look("/v1/checkout/sessions")["data"]
    assert [page["client_reference_id"] for page in pages].count(made.reference) == 1
    assert CardPlan.objects.get().page_url == url


def test_a_page_that_nobody_knows_any_more_is_found_by_our_reference(peer, card):
    CardPlan.objects.update(session_id="", page_url="")
    assert ask_card_page(str(card.pk)) == "open"
    assert CardPlan.objects.get().session_id == card.session_id


def test_a_page_that_closed_or_never_was_lets_the_brand_go(peer, card, wallet, atlas):
    peer.act(f"sessions/{card.session_id}/expire")
    assert ask_card_page(str(card.pk)) == "lapsed"
    made = start_card_plan(wallet=wallet, code="scale", interval="year", by=atlas)
    assert ask_card_page(str(made.pk)) == "absent"
    CardPlan.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(hours=2))
    assert ask_card_page(str(made.pk)) == "lapsed"


def paid_beside_another_page(peer, card, wallet, atlas):
    """A page that was given up is paid while another is open; the other one, and what lives at Stripe."""
    lapse_card_plan(card_id=card.pk)
    other = start_card_plan(wallet=wallet, code="scale", interval="year", by=atlas)
    open_card_page(other, back=BACK, locale="fr")
    peer.act(f"sessions/{card.session_id}/pay")
    return other, peer.look(f"/v1/checkout/sessions/{card.session_id}")["subscription"]


def test_what_waited_for_another_page_to_close_counts_then(peer, card, wallet, atlas):
    other, stripe_id = paid_beside_another_page(peer, card, wallet, atlas)
    assert (follow(stripe_id), plan_of(wallet).code) == ("in_the_way", "free")
    give_up_card_page(CardPlan.objects.get(pk=other.pk))
    assert (plan_of(wallet).code, balance("plan_fees"), audit()) == ("pro", 49_000, [])


def test_paid_and_over_while_another_page_was_open_is_booked_when_it_closed(peer, card, wallet, atlas):
    other, stripe_id = paid_beside_another_page(peer, card, wallet, atlas)
    end_now(key="by-hand", stripe_id=stripe_id)
    assert follow(stripe_id) == "in_the_way"
    assert give_up_card_page(CardPlan.objects.get(pk=other.pk)) == "lapsed"
    card.refresh_from_db()
    assert (card.state, plan_of(wallet).code, balance("plan_fees"), audit()) == ("ended", "free", 49_000, [])


def test_the_sweep_finds_what_was_paid_though_its_page_was_given_up(peer, card, wallet):
    """Stripe was silent when the page closed."""
    peer.act(f"sessions/{card.session_id}/pay")
    stripe_id = peer.look(f"/v1/checkout/sessions/{card.session_id}")["subscription"]
    CardPlan.objects.update(state="lapsed", stripe_id=stripe_id, stripe_status="active")
    assert (move_cards_along(), plan_of(wallet).code) == (1, "pro")


def test_the_sweep_asks_about_pages_left_behind(peer, card):
    peer.act(f"sessions/{card.session_id}/pay")
    CardPlan.objects.update(made_at=timezone.now() - timedelta(minutes=5))
    assert move_cards_along() == 1
    assert CardPlan.objects.get().state == "running"


# ---- changes ----------------------------------------------------------------------------------------


def test_a_larger_plan_costs_what_the_quote_said(peer, running, wallet, atlas):
    held = held_by(wallet)
    at = timezone.now().replace(microsecond=0)
    change = _change(held, Plan.objects.get(code="scale"), "month")
    quoted = quote_by_card(held, change, at)
    assert 119_000 < quoted <= 120_000
    send_wish(wish(running, "scale", atlas, quoted_at=at))
    charge = Charge.objects.get(words="change")
    assert (plan_of(wallet).code, charge.total_centimes, charge.state) == ("scale", quoted, "paid")
    assert (CardWish.objects.get().state, audit()) == ("done", [])


def test_a_card_that_is_turned_down_changes_nothing(peer, running, wallet, atlas):
    peer.act(f"cards/{StripeCustomer.objects.get().customer_id}/bad")
    with pytest.raises(CardDeclined):
        send_wish(wish(running, "scale", atlas))
    assert (plan_of(wallet).code, Charge.objects.count()) == ("pro", 1)
    wish_row = CardWish.objects.get()
    assert (wish_row.state, wish_row.refusal, wish_row.reason) == ("refused", *["card_declined"] * 2)


@pytest.mark.parametrize(("status", "times"), [(0, 3), (500, 3), (429, 1)])
def test_without_an_answer_it_is_asked_again_and_charged_once(peer, running, wallet, atlas, status, times):
    peer.act("faults", path="/v1/subscriptions/", status=status, times=times, acts="true", method="POST")
    with pytest.raises(GatewayUnreachable):
        send_wish(wish(running, "scale", atlas))
    assert (CardWish.objects.get().state, plan_of(wallet).code) == ("asked", "pro")
    CardWish.objects.update(made_at=timezone.now() - timedelta(minutes=5))
    move_cards_along()
    assert (CardWish.objects.get().state, plan_of(wallet).code) == ("done", "scale")
    assert Charge.objects.filter(words="change").count() == 1


def test_a_smaller_plan_is_charged_from_the_next_period(peer, running, wallet, atlas):
    send_wish(wish(running, "scale", atlas))
    send_wish(wish(running, "pro", atlas))
    assert (plan_of(wallet).code, held_by(wallet).next_plan.code) == ("scale", "pro")
    peer.act(f"subscriptions/{running.stripe_id}/renew")
    refresh_cards()
    assert (plan_of(wallet).code, held_by(wallet).next_plan) == ("pro", None)
    assert Charge.objects.first().total_centimes == 58_800


def test_an_end_comes_with_the_period(peer, running, wallet, atlas):
    send_wish(wish(running, "free", atlas))
    assert (plan_of(wallet).code, held_by(wallet).next_plan.code) == ("pro", "free")
    peer.act(f"subscriptions/{running.stripe_id}/renew")
    refresh_cards()
    running.refresh_from_db()
    assert (plan_of(wallet).code, running.state, Charge.objects.count()) == ("free", "ended", 1)


def test_an_end_is_taken_back(peer, running, wallet, atlas):
    send_wish(wish(running, "free", atlas))
    send_wish(wish(running, "pro", atlas))
    assert held_by(wallet).next_plan is None
    assert peer.look(f"/v1/subscriptions/{running.stripe_id}")["cancel_at_period_end"] is False


def test_what_stripe_does_not_know_is_refused(peer, running, wallet, atlas):
    CardPlan.objects.update(stripe_id="sub_gone")
    with pytest.raises(ProviderRefused):
        send_wish(wish(running, "free", atlas))
    assert (CardWish.objects.get().state, plan_of(wallet).code) == ("refused", "pro")
    assert CardWish.objects.get().refusal == "provider_refused"


# ---- dunning ----------------------------------------------------------------------------------------


def test_late_then_paid(peer, running, wallet):
    peer.act(f"subscriptions/{running.stripe_id}/fail")
    refresh_cards()
    assert held_by(wallet).state == "past_due"
    peer.act(f"subscriptions/{running.stripe_id}/retry", well="true")
    refresh_cards()
    assert (held_by(wallet).state, balance("plan_fees"), audit()) == ("active", 98_000, [])


def test_late_and_never_paid(peer, running, wallet):
    peer.act(f"subscriptions/{running.stripe_id}/fail")
    peer.act(f"subscriptions/{running.stripe_id}/retry", last="true")
    refresh_cards()
    assert (plan_of(wallet).code, CardWish.objects.get().kind) == ("free", "end_now")
    CardWish.objects.update(made_at=timezone.now() - timedelta(minutes=5))
    move_cards_along()
    assert peer.look(f"/v1/subscriptions/{running.stripe_id}")["status"] == "canceled"
    assert Charge.objects.filter(state="void").count() == 1


def test_late_for_too_long_is_ended_by_us(peer, running, wallet):
    peer.act(f"subscriptions/{running.stripe_id}/fail")
    refresh_cards()
    CardPlan.objects.update(late_since=timezone.now() - timedelta(days=31))
    refresh_cards()
    send_wish(CardWish.objects.select_related("card").get())
    assert (plan_of(wallet).code, CardPlan.objects.get().stripe_status) == ("free", "canceled")
    assert wish_end(card_id=running.pk) is not None


def test_new_terms_are_charged_from_the_next_period(peer, running, wallet):

    Plan.objects.create(
        code="pro", starts_at=timezone.now(), month_centimes=60_000, year_centimes=600_000, brand_fee_bps=400
    )
    refresh_cards()
    send_wish(CardWish.objects.select_related("card", "plan").get())
    assert (Charge.objects.count(), held_by(wallet).plan.month_centimes) == (1, 49_000)
    peer.act(f"subscriptions/{running.stripe_id}/renew")
    refresh_cards()
    assert (Charge.objects.first().total_centimes, held_by(wallet).plan.month_centimes) == (72_000, 60_000)


# ---- pages and API ----------------------------------------------------------------------------------

CHOOSE = "/fr/marque/formule/choisir"
WISH = {"plan": "pro", "interval": "month", "pay": "card"}


def test_a_brand_goes_to_stripe_and_comes_back(peer, terms, payer, wallet):
    assert 'value="card"' in payer.get(CHOOSE, WISH).content.decode()
    there = payer.post(CHOOSE, WISH)
    assert there.url.startswith(f"{peer.url}/c/pay/")
    page = payer.get("/ar/marque/formule").content.decode()
    assert reverse("plans:card-go-on").rpartition("/")[2] in page
    assert payer.get("/fr/marque/formule/carte", HTTP_HX_REQUEST="true").status_code == 204
    back = peer.press(there.url, "pay").headers["Location"]
    assert back.endswith("/fr/marque/formule/carte")
    ask_card_page(str(CardPlan.objects.get().pk))
    told = payer.get("/fr/marque/formule/carte", HTTP_HX_REQUEST="true")
    assert told.headers["HX-Redirect"] == "/fr/marque/formule"
    assert "in_" not in payer.get("/fr/marque/formule").content.decode()
    assert plan_of(wallet).code == "pro"


def test_the_open_page_is_gone_on_with_or_given_up(peer, card, payer):
    assert payer.post("/fr/marque/formule/carte/continuer").url == card.page_url
    assert payer.post("/fr/marque/formule/carte/renoncer").status_code == 302
    assert CardPlan.objects.get().state == "lapsed"
    assert payer.post("/fr/marque/formule/carte/continuer").status_code == 404


def test_nothing_was_charged_is_not_said_when_another_page_was_paid(peer, card, payer, wallet, atlas):
    lapse_card_plan(card_id=card.pk)
    other = start_card_plan(wallet=wallet, code="scale", interval="year", by=atlas)
    open_card_page(other, back=BACK, locale="fr")
    peer.act(f"sessions/{card.session_id}/pay")
    follow(peer.look(f"/v1/checkout/sessions/{card.session_id}")["subscription"])
    page = payer.post("/en/marque/formule/carte/renoncer", follow=True).content.decode()
    assert ("The card payment is given up." in page, "Nothing was charged." in page) == (True, False)
    assert plan_of(wallet).code == "pro"


def test_given_up_after_it_was_paid_it_counts(peer, card, payer, wallet):
    peer.act(f"sessions/{card.session_id}/pay")
    payer.post("/fr/marque/formule/carte/renoncer")
    assert plan_of(wallet).code == "pro"


def test_the_page_asks_stripe_what_a_larger_plan_costs_and_changes_it(peer, running, payer, wallet):
    page = payer.get(CHOOSE, {"plan": "scale"})
    assert 119_000 < page.context["total"] <= 120_000
    payer.post(CHOOSE, {"plan": "scale", "at": page.context["at"]})
    assert plan_of(wallet).code == "scale"
    assert Charge.objects.get(words="change").total_centimes == page.context["total"]


def test_another_card_is_typed_on_stripes_page(peer, running, payer):
    there = payer.post("/fr/marque/formule/carte/changer").url
    assert there.startswith(f"{peer.url}/portal/bps_")
    assert peer.press(there, "good_card").headers["Location"].endswith("/fr/marque/formule")


def test_each_wish_for_another_card_has_a_page_of_its_own(peer, running, payer, wallet):
    """Whatever page it comes from, also within the same minute."""
    held = held_by(wallet)
    pages = {change_card(held, back=f"http://shop.test/{n}") for n in range(2)}
    assert len(pages) == 2


SCALE = {"plan": "scale"}


def ask_for_scale(caller):
    return caller.post("/api/subscription", SCALE, format="json", headers={"Idempotency-Key": "k2"})


def test_a_repeated_change_says_what_stripe_did(peer, running, api_of, atlas, wallet):
    caller = api_of(atlas)
    first = ask_for_scale(caller)
    assert (first.status_code, first.json()["plan"]["code"]) == (200, "scale")
    send_wish(wish(running, "pro", atlas))
    again = ask_for_scale(caller)
    assert (again.content, again.headers["Idempotent-Replayed"]) == (first.content, "true")
    assert CardWish.objects.filter(kind="now").count() == 1


def test_a_repeated_change_that_was_refused_is_refused_again(peer, running, api_of, atlas):
    customer, caller = StripeCustomer.objects.get().customer_id, api_of(atlas)
    peer.act(f"cards/{customer}/bad")
    first = ask_for_scale(caller)
    peer.act(f"cards/{customer}/good")
    again = ask_for_scale(caller)
    assert (first.status_code, first.json()["code"]) == (409, "card_declined")
    assert (again.status_code, again.json()["code"]) == (409, "card_declined")
    assert CardWish.objects.get().state == "refused"


@pytest.mark.parametrize("is_swept", [False, True])
def test_a_change_without_an_answer_is_asked_again_with_the_request(peer, running, api_of, atlas, is_swept):
    peer.act("faults", path="/v1/subscriptions/", status=500, times=3, acts="true", method="POST")
    caller = api_of(atlas)
    assert ask_for_scale(caller).status_code == 503
    if is_swept:
        send_wish(CardWish.objects.select_related("card", "plan").get())
    assert [ask_for_scale(caller).json()["plan"]["code"] for _ in range(2)] == ["scale", "scale"]
    assert (CardWish.objects.get().state, Charge.objects.filter(words="change").count()) == ("done", 1)


def test_over_the_api(peer, terms, api_of, atlas, wallet):
    caller, once = api_of(atlas), {"Idempotency-Key": "k1"}
    asked = {"plan": "pro", "interval": "month"}
    first = caller.post("/api/subscription/card", asked, format="json", headers=once)
    again = caller.post("/api/subscription/card", asked, format="json", headers=once)
    assert (first.status_code, first.content == again.content) == (200, True)
    assert first.json()["url"].startswith(f"{peer.url}/c/pay/")
    assert caller.get("/api/subscription/card").json()["status"] == "open"
    peer.press(first.json()["url"], "pay")
    assert caller.delete("/api/subscription/card").json()["status"] == "running"
    late = caller.post("/api/subscription/card", asked, format="json", headers=once)
    assert (late.content, late.headers["Idempotent-Replayed"]) == (first.content, "true")
    answer = caller.post("/api/subscription", {"plan": "scale"}, format="json")
    assert (answer.status_code, plan_of(wallet).code) == (200, "scale")
    assert caller.get("/api/subscription").json()["paid_by"] == "card"
    assert caller.post("/api/subscription/card/change").json()["url"].startswith(f"{peer.url}/portal/")
