"""A plan paid by card, as Stripe tells of it: in any order, twice, late, forged."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from djstripe import models as mirrored

from events.models import Event
from events.services import emit
from kit.errors import NotAllowed, WrongState
from payments.facts import StripeObjectChanged
from payments.models import FeeSchedule
from payments.selectors import audit, balance, wallet_of
from payments.services import switch_gateway
from plans.errors import CardAtStripe, CardNotOffered, CardPageOpen, FollowsStripe, WishOpen
from plans.models import CardPlan, CardTrouble, CardWish, Charge, Subscription
from plans.selectors import net_of, plan_of
from plans.services import (
    change_plan,
    end_wish,
    follow_card_plan,
    lapse_card_plan,
    remind_or_end,
    renew,
    see_trouble,
    start_card_plan,
    start_subscription,
    wish_change,
)
from plans.tasks import run_plans
from plans.tests.mirror import Mirror, known_customer, prices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered(settings):
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "stripe": settings.STRIPE}


@pytest.fixture
def wallet(atlas_brand):
    return atlas_brand.wallet


@pytest.fixture
def card(wallet, atlas):
    prices()
    known_customer(wallet)
    return start_card_plan(wallet=wallet, code="pro", interval="month", by=atlas)


@pytest.fixture
def stripe(card):
    today = timezone.localdate()
    return Mirror(card=card, start=today, end=today + timedelta(days=30))


@pytest.fixture
def running(stripe, card):
    stripe.bills(58_800)
    follow_card_plan(stripe_id=stripe.says())
    card.refresh_from_db()
    return card


def troubles():
    return [str(row) for row in CardTrouble.objects.order_by("pk")]


def paid_in_trouble():
    return CardTrouble.objects.values_list("paid_centimes", "currency").get()


def plan_of_brand(wallet):
    return plan_of(wallet).code


def test_nothing_counts_before_stripe_says_it_was_paid(card, wallet):
    assert (plan_of_brand(wallet), Subscription.objects.count(), Charge.objects.count()) == ("free", 0, 0)


def test_an_active_subscription_whose_invoice_is_not_here_yet_waits(stripe, wallet):
    assert follow_card_plan(stripe_id=stripe.says()) == "waiting"
    assert (plan_of_brand(wallet), balance("plan_fees")) == ("free", 0)


def test_paid_it_counts_and_is_booked_to_what_stripe_owes_us(running, wallet):
    charge = Charge.objects.get()
    assert (plan_of_brand(wallet), running.subscription.paid_by, running.state) == ("pro", "card", "running")
    assert (charge.state, charge.net_centimes, charge.vat_centimes) == ("paid", 49_000, 9_800)
    assert (charge.words, charge.stripe_invoice, charge.plan_code) == ("period", "in_1", "pro")
    assert (balance("provider_clearing", "stripe"), balance("bank")) == (-58_800, 0)
    assert (balance("plan_fees"), balance("vat_due")) == (49_000, 9_800)
    assert audit() == []


def test_the_fee_of_the_plan_counts(running, wallet):
    wallet.refresh_from_db()
    assert wallet.brand_fee_bps == 400


def test_told_again_nothing_moves_twice(running, stripe):
    for _ in range(3):
        follow_card_plan(stripe_id=stripe.stripe_id)
    assert (Charge.objects.count(), balance("plan_fees")) == (1, 49_000)


@pytest.mark.parametrize("order", list(permutations(["subscription", "invoice", "late", "invoice"])))
def test_events_in_any_order_come_to_the_same(stripe, wallet, react, order):
    """The mirror has the newest state already: which of the events is handled first does not matter."""
    stripe.bills(58_800)
    stripe.says()
    names = {"subscription": "sub_1", "invoice": "in_1", "late": "sub_1"}
    for kind in order:
        fact = StripeObjectChanged(kind=kind.replace("late", "subscription"), object_id=names[kind])
        with transaction.atomic():
            emit(fact)
        react()
    assert (plan_of_brand(wallet), Charge.objects.get().state) == ("pro", "paid")
    assert balance("plan_fees") == 49_000


@pytest.mark.parametrize("kind", ["customer", "charge", "invoice", "subscription"])
def test_what_is_not_ours_changes_nothing(kind, react, wallet):
    with transaction.atomic():
        emit(StripeObjectChanged(kind=kind, object_id="x_1"))
    assert all(react())
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("mark", ["", "no-id", "0198a4b0-0000-7000-8000-000000000000"])
def test_a_subscription_without_our_mark_is_somebody_elses(stripe, wallet, mark):
    stripe.marks = {"card_plan": mark}
    stripe.bills(58_800)
    assert follow_card_plan(stripe_id=stripe.says()) == "not_ours"
    assert (plan_of_brand(wallet), Charge.objects.count()) == ("free", 0)


def test_our_mark_on_another_customer_is_not_believed(card, wallet):
    today = timezone.localdate()
    forged = Mirror(card=card, start=today, end=today + timedelta(days=30), customer="cus_other")
    forged.bills(1)
    assert follow_card_plan(stripe_id=forged.says()) == "not_ours"
    assert (plan_of_brand(wallet), Charge.objects.count()) == ("free", 0)


def test_a_second_subscription_under_the_same_mark_is_not_followed(running, stripe):
    stripe.stripe_id = "sub_2"
    assert follow_card_plan(stripe_id=stripe.says("canceled")) == "not_ours"
    assert CardPlan.objects.get().state == "running"


@pytest.mark.parametrize(
    ("said", "what", "currency"),
    [
        ({"currency": "eur"}, "another_currency", "EUR"),
        ({"amount_paid_off_stripe": 58_800}, "paid_elsewhere", "MAD"),
    ],
)
def test_money_that_did_not_come_as_it_should_is_for_staff(running, stripe, said, what, currency):
    stripe.bills(58_800, **said)
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert troubles() == [f"{what} in_2"]
    assert paid_in_trouble() == (58_800, currency)
    assert (Charge.objects.count(), balance("plan_fees")) == (1, 49_000)


def test_a_bill_of_nothing_books_nothing(running, stripe):
    stripe.bills(0)
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert Charge.objects.count() == 1


def test_an_abandoned_page_leaves_the_brand_where_it_was(stripe, card, wallet, atlas):
    assert follow_card_plan(stripe_id=stripe.says("incomplete")) == "waiting"
    assert follow_card_plan(stripe_id=stripe.says("incomplete_expired")) == "lapsed"
    assert plan_of_brand(wallet) == "free"
    assert start_subscription(wallet=wallet, code="pro", interval="month", by=atlas).paid_by == "transfer"


# ---- renewals and dunning ---------------------------------------------------------------------------


def move_on(stripe):
    stripe.start, stripe.end = stripe.end, stripe.end + timedelta(days=30)


def test_the_next_period_is_stripes_to_begin(running, stripe):
    move_on(stripe)
    stripe.bills(58_800)
    follow_card_plan(stripe_id=stripe.says())
    held = Subscription.objects.get()
    assert (held.starts_on, held.ends_on) == (stripe.start, stripe.end)
    assert (Charge.objects.count(), balance("plan_fees")) == (2, 98_000)


def test_our_clock_leaves_what_stripe_renews_alone(running):
    today = timezone.localdate()
    start = today - timedelta(days=30)
    Subscription.objects.update(starts_on=start, ends_on=today)
    Charge.objects.update(state="due", due_on=start)
    assert run_plans() == 0
    assert renew(subscription_id=running.subscription_id).ends_on == today
    assert remind_or_end(charge_id=Charge.objects.get().pk) == "waiting"


def decline(stripe, attempt):
    stripe.bills(58_800, "open", "in_late", attempt_count=attempt)
    follow_card_plan(stripe_id=stripe.says("past_due"))


def test_a_card_turned_down_is_late_and_said_once_for_each_try(running, stripe, wallet):
    move_on(stripe)
    for attempt in (1, 1, 2):
        decline(stripe, attempt)
    held, charge = Subscription.objects.get(), Charge.objects.get(stripe_invoice="in_late")
    assert (held.state, plan_of_brand(wallet)) == ("past_due", "pro")
    assert (charge.state, charge.n_reminders) == ("due", 2)
    assert Event.objects.filter(label__contains="PlanCardDeclined").count() == 2
    assert not Event.objects.filter(label__contains="PlanCharged").exists()
    assert balance("plan_fees") == 49_000


def test_paying_late_makes_it_active_again(running, stripe):
    move_on(stripe)
    decline(stripe, 1)
    stripe.bills(58_800, "paid", "in_late")
    follow_card_plan(stripe_id=stripe.says())
    running.refresh_from_db()
    assert (Subscription.objects.get().state, running.late_since) == ("active", None)
    assert (Charge.objects.get(stripe_invoice="in_late").state, balance("plan_fees")) == ("paid", 98_000)


def test_paid_in_part_what_was_paid_is_booked_and_the_difference_is_shown(running, stripe):
    move_on(stripe)
    decline(stripe, 1)
    stripe.bills(58_800, "paid", "in_late", amount_paid=48_800)
    follow_card_plan(stripe_id=stripe.says())
    charge, trouble = Charge.objects.get(stripe_invoice="in_late"), CardTrouble.objects.get()
    assert (charge.state, charge.net_centimes, charge.vat_centimes) == ("paid", 40_667, 8_133)
    assert (trouble.what, trouble.asked_centimes, trouble.paid_centimes) == ("another_amount", 58_800, 48_800)
    assert (balance("provider_clearing", "stripe"), audit()) == (-107_600, [])


def test_asked_for_less_the_second_time_less_is_due(running, stripe):
    move_on(stripe)
    decline(stripe, 1)
    stripe.bills(48_800, "open", "in_late", attempt_count=2)
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert Charge.objects.get(stripe_invoice="in_late").total_centimes == 48_800
    stripe.bills(48_800, "paid", "in_late")
    follow_card_plan(stripe_id=stripe.says())
    assert (troubles(), balance("provider_clearing", "stripe")) == ([], -107_600)


def test_a_bill_that_nothing_was_paid_for_in_the_end_is_given_up(running, stripe):
    move_on(stripe)
    decline(stripe, 1)
    stripe.bills(58_800, "paid", "in_late", amount_paid=0)
    follow_card_plan(stripe_id=stripe.says())
    assert (Charge.objects.get(stripe_invoice="in_late").state, balance("plan_fees")) == ("void", 49_000)


@pytest.mark.parametrize("status", ["void", "uncollectible"])
def test_a_bill_paid_in_part_and_then_given_up_is_for_staff(running, stripe, status):
    move_on(stripe)
    decline(stripe, 1)
    stripe.bills(58_800, status, "in_late", amount_paid=20_000)
    follow_card_plan(stripe_id=stripe.stripe_id)
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert (troubles(), paid_in_trouble()) == (["paid_in_part in_late"], (20_000, "MAD"))
    assert (Charge.objects.get(stripe_invoice="in_late").state, balance("plan_fees")) == ("void", 49_000)


def test_a_bill_paid_in_part_of_what_never_began_is_for_staff_too(stripe, card):
    stripe.bills(58_800, "void", amount_paid=20_000)
    assert follow_card_plan(stripe_id=stripe.says("canceled")) == "lapsed"
    assert (troubles(), paid_in_trouble()) == (["paid_in_part in_1"], (20_000, "MAD"))


def test_of_an_unknown_price_the_vat_is_that_of_the_day_of_the_invoice(running, stripe):
    FeeSchedule.objects.create(starts_at=timezone.now() - timedelta(days=1), vat_bps=1_000)
    stripe.plan = "gold"
    stripe.bills(58_800)
    stripe.bills(58_800, created=int(timezone.now().timestamp()))
    follow_card_plan(stripe_id=stripe.stripe_id)
    rates = Charge.objects.order_by("stripe_invoice").values_list("stripe_invoice", "vat_bps")
    assert list(rates) == [("in_1", 2_000), ("in_2", 2_000), ("in_3", 1_000)]
    assert troubles() == ["unknown_price price_gold_month"]


def test_somebody_elses_invoice_is_not_booked_for_it(running, stripe):
    forged = Mirror(card=running, start=stripe.start, end=stripe.end, customer="cus_other")
    forged.bills(58_800, invoice_id="in_forged")
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert Charge.objects.count() == 1


def test_staff_say_once_that_they_looked(running, stripe, client_of, staff, atlas):
    stripe.bills(58_800, currency="eur")
    follow_card_plan(stripe_id=stripe.stripe_id)
    trouble = CardTrouble.objects.get()
    with pytest.raises(NotAllowed):
        see_trouble(trouble_id=trouble.pk, by=atlas)
    asked = {"action": "see", "_selected_action": [trouble.pk], "confirmed": "yes"}
    client_of(staff).post(reverse("admin:plans_cardtrouble_changelist"), asked)
    trouble.refresh_from_db()
    assert (trouble.seen_by, trouble.seen_at is not None) == (staff, True)
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert CardTrouble.objects.filter(seen_at=None).count() == 0
    stripe.bills(58_800, currency="eur")
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert CardTrouble.objects.filter(seen_at=None).count() == 1


@pytest.mark.parametrize(("status", "n_wishes"), [("unpaid", 1), ("canceled", 0)])
def test_never_paid_the_brand_is_on_the_free_plan_and_stripe_stops(running, stripe, wallet, status, n_wishes):
    move_on(stripe)
    decline(stripe, 4)
    follow_card_plan(stripe_id=stripe.says(status))
    follow_card_plan(stripe_id=stripe.stripe_id)
    running.refresh_from_db()
    assert (running.state, plan_of_brand(wallet)) == ("ended", "free")
    assert Charge.objects.get(stripe_invoice="in_late").state == "void"
    assert CardWish.objects.filter(kind="end_now").count() == n_wishes


def test_money_after_the_end_is_booked_and_somebody_looks(running, stripe, wallet):
    move_on(stripe)
    decline(stripe, 4)
    follow_card_plan(stripe_id=stripe.says("canceled"))
    stripe.bills(58_800, "paid", "in_late")
    follow_card_plan(stripe_id=stripe.stripe_id)
    assert (troubles(), plan_of_brand(wallet)) == (["paid_after_the_end in_late"], "free")
    assert paid_in_trouble() == (58_800, "MAD")
    assert (balance("provider_clearing", "stripe"), audit()) == (-117_600, [])


def test_what_was_paid_and_ended_before_we_heard_of_it_is_booked_all_the_same(stripe, wallet):
    stripe.bills(58_800)
    assert follow_card_plan(stripe_id=stripe.says("canceled")) == "ended"
    assert (plan_of_brand(wallet), Charge.objects.get().state, audit()) == ("free", "paid", [])


def test_an_end_that_stripe_made_does_not_come_to_life_again(running, stripe, wallet):
    follow_card_plan(stripe_id=stripe.says("canceled"))
    follow_card_plan(stripe_id=stripe.says("active"))
    assert (CardPlan.objects.get().state, plan_of_brand(wallet)) == ("ended", "free")


# ---- changes ----------------------------------------------------------------------------------------


def test_a_larger_plan_counts_when_stripe_has_it(running, stripe, wallet, atlas):
    wish = wish_change(subscription_id=running.subscription_id, code="scale", by=atlas)
    assert (wish.kind, wish.plan.code, plan_of_brand(wallet)) == ("now", "scale", "pro")
    stripe.plan = "scale"
    stripe.bills(66_667, billing_reason="subscription_update")
    follow_card_plan(stripe_id=stripe.says())
    charge = Charge.objects.get(words="change")
    assert (plan_of_brand(wallet), charge.total_centimes, charge.net_centimes) == ("scale", 66_667, 55_556)
    assert audit() == []


def test_a_smaller_plan_waits_for_the_next_period(wallet, atlas, running, stripe):
    stripe.plan = "scale"
    follow_card_plan(stripe_id=stripe.says())
    stripe.plan = "pro"
    follow_card_plan(stripe_id=stripe.says())
    held = Subscription.objects.get()
    assert (held.plan.code, held.next_plan.code) == ("scale", "pro")
    move_on(stripe)
    follow_card_plan(stripe_id=stripe.says())
    held.refresh_from_db()
    assert (held.plan.code, held.next_plan) == ("pro", None)


def test_an_end_waits_for_the_period_and_can_be_taken_back(running, stripe, atlas, wallet):
    wish = wish_change(subscription_id=running.subscription_id, code="free", by=atlas)
    assert wish.kind == "end"
    follow_card_plan(stripe_id=stripe.says(cancel_at_period_end=True))
    assert (plan_of_brand(wallet), Subscription.objects.get().next_plan.code) == ("pro", "free")
    end_wish(wish_id=wish.pk, state="done")
    assert wish_change(subscription_id=running.subscription_id, code="pro", by=atlas).kind == "later"
    follow_card_plan(stripe_id=stripe.says())
    assert Subscription.objects.get().next_plan is None


def test_one_change_is_asked_at_a_time(running, atlas):
    wish_change(subscription_id=running.subscription_id, code="free", by=atlas)
    with pytest.raises(WishOpen):
        wish_change(subscription_id=running.subscription_id, code="scale", by=atlas)
    assert CardWish.objects.count() == 1


def test_asking_for_what_is_so_asks_nothing(running, atlas):
    assert wish_change(subscription_id=running.subscription_id, code="pro", by=atlas) is None


def test_an_old_or_coming_quote_is_not_what_is_charged(running, atlas):
    now = timezone.now()
    for moment in (now - timedelta(hours=2), now + timedelta(days=20)):
        wish = wish_change(subscription_id=running.subscription_id, code="scale", by=atlas, quoted_at=moment)
        assert abs(wish.at - now) < timedelta(minutes=1)
        end_wish(wish_id=wish.pk, state="refused", reason="card_declined")


def test_a_late_one_may_end_but_not_grow(running, stripe, atlas):
    move_on(stripe)
    decline(stripe, 1)
    with pytest.raises(WrongState):
        wish_change(subscription_id=running.subscription_id, code="scale", by=atlas)
    assert wish_change(subscription_id=running.subscription_id, code="free", by=atlas).kind == "end"


def test_only_stripe_changes_what_is_paid_by_card(running, atlas, wallet):
    with pytest.raises(FollowsStripe):
        change_plan(subscription_id=running.subscription_id, code="scale", by=atlas)
    assert plan_of_brand(wallet) == "pro"


def test_a_price_that_nobody_knows_changes_no_plan(running, stripe, wallet):
    stripe.plan = "gold"
    follow_card_plan(stripe_id=stripe.says())
    assert (troubles(), plan_of_brand(wallet)) == (["unknown_price price_gold_month"], "pro")


# ---- one way at a time ------------------------------------------------------------------------------


def test_strangers_and_creators_start_nothing(wallet, rival, amina):
    for somebody in (rival, amina):
        with pytest.raises(NotAllowed):
            start_card_plan(wallet=wallet, code="pro", interval="month", by=somebody)
    assert not CardPlan.objects.exists()


def test_asked_twice_it_is_one_page(card, wallet, atlas):
    assert start_card_plan(wallet=wallet, code="pro", interval="month", by=atlas) == card
    with pytest.raises(CardPageOpen):
        start_card_plan(wallet=wallet, code="scale", interval="month", by=atlas)


def test_nobody_transfers_while_a_card_may_still_pay(card, wallet, atlas):
    with pytest.raises(CardPageOpen):
        start_subscription(wallet=wallet, code="pro", interval="month", by=atlas)
    lapse_card_plan(card_id=card.pk)
    start_subscription(wallet=wallet, code="pro", interval="month", by=atlas)
    with pytest.raises(WrongState):
        start_card_plan(wallet=wallet, code="pro", interval="month", by=atlas)
    assert CardPlan.objects.count() == 1


def test_money_for_a_page_given_up_too_early_does_not_take_a_plan_away(card, stripe, wallet, atlas):
    lapse_card_plan(card_id=card.pk)
    start_subscription(wallet=wallet, code="scale", interval="month", by=atlas)
    stripe.bills(58_800)
    assert follow_card_plan(stripe_id=stripe.says()) == "in_the_way"
    assert (troubles(), plan_of_brand(wallet)) == (["already_has_a_plan sub_1"], "scale")
    assert paid_in_trouble() == (58_800, "MAD")
    follow_card_plan(stripe_id="sub_1")
    assert [wish.kind for wish in CardWish.objects.all()] == ["end_now"]


def test_paid_while_another_page_is_open_it_counts_once_that_one_closed(card, stripe, wallet, atlas):
    lapse_card_plan(card_id=card.pk)
    other = start_card_plan(wallet=wallet, code="scale", interval="month", by=atlas)
    stripe.bills(58_800)
    assert follow_card_plan(stripe_id=stripe.says()) == "in_the_way"
    assert (troubles(), plan_of_brand(wallet), CardWish.objects.count()) == (
        ["another_page_open sub_1"],
        "free",
        0,
    )
    lapse_card_plan(card_id=other.pk)
    assert follow_card_plan(stripe_id="sub_1") == "running"
    assert (plan_of_brand(wallet), balance("plan_fees"), audit()) == ("pro", 49_000, [])


def test_what_lives_on_at_stripe_is_not_given_up_and_lets_nothing_else_begin(card, stripe, wallet, atlas):
    stripe.says("incomplete")
    assert lapse_card_plan(card_id=card.pk).state == "open"
    CardPlan.objects.update(state="lapsed")
    with pytest.raises(CardAtStripe):
        start_subscription(wallet=wallet, code="pro", interval="month", by=atlas)
    with pytest.raises(CardAtStripe):
        start_card_plan(wallet=wallet, code="scale", interval="month", by=atlas)
    assert (CardPlan.objects.count(), Subscription.objects.count()) == (1, 0)
    stripe.says("incomplete_expired")
    assert start_card_plan(wallet=wallet, code="scale", interval="month", by=atlas).state == "open"


def test_what_stripe_has_not_ended_yet_lets_no_other_begin(running, stripe, wallet, atlas):
    follow_card_plan(stripe_id=stripe.says("unpaid"))
    with pytest.raises(CardAtStripe):
        start_card_plan(wallet=wallet, code="pro", interval="month", by=atlas)
    follow_card_plan(stripe_id=stripe.says("canceled"))
    assert start_card_plan(wallet=wallet, code="pro", interval="month", by=atlas).state == "open"


@pytest.mark.parametrize("marks", [{"card_plan": ""}, {"other": "x"}])
def test_what_stripe_has_without_our_mark_is_in_nobodys_way(card, stripe, wallet, atlas, marks):
    stripe.marks = marks
    stripe.says()
    assert lapse_card_plan(card_id=card.pk).state == "lapsed"
    assert start_subscription(wallet=wallet, code="pro", interval="month", by=atlas).state == "active"


def test_what_never_began_and_lives_on_is_ended_at_stripe(card, stripe):
    assert follow_card_plan(stripe_id=stripe.says("unpaid")) == "lapsed"
    assert CardWish.objects.get().kind == "end_now"


def test_of_two_pages_that_were_paid_one_runs_and_the_other_is_ended_at_stripe(card, stripe, wallet, atlas):
    lapse_card_plan(card_id=card.pk)
    other = start_card_plan(wallet=wallet, code="scale", interval="month", by=atlas)
    second = Mirror(card=other, start=stripe.start, end=stripe.end, stripe_id="sub_2", plan="scale")
    stripe.bills(58_800)
    second.bills(178_800, invoice_id="in_scale")
    said = [follow_card_plan(stripe_id=one.says()) for one in (stripe, second, stripe)]
    assert said == ["in_the_way", "running", "in_the_way"]
    assert (CardWish.objects.get().card, CardWish.objects.get().kind) == (card, "end_now")
    assert (plan_of_brand(wallet), Subscription.objects.count()) == ("scale", 1)


def test_drained_stripe_takes_no_new_plan_and_looks_after_the_old(running, stripe, rival, staff):
    staff.is_superuser = True
    switch_gateway(gateway="stripe", to="draining", reason="contract ends", by=staff)
    with pytest.raises(CardNotOffered):
        start_card_plan(wallet=wallet_of(rival, "brand"), code="pro", interval="month", by=rival)
    move_on(stripe)
    stripe.bills(58_800)
    follow_card_plan(stripe_id=stripe.says())
    assert Charge.objects.count() == 2


@pytest.mark.parametrize("net", [1, 2, 3, 4, 5, 49_000, 149_000, 490_000, 1_490_000, 1_234_567])
@pytest.mark.parametrize("bps", [0, 700, 1_000, 1_400, 2_000])
def test_the_vat_in_a_price_is_the_vat_that_was_put_on_it(net, bps):
    total = net + (net * bps + 5_000) // 10_000
    assert net_of(total, bps) == net


def test_the_mirror_alone_is_read(running):
    """What runs here needs no network: the tables were filled by hand."""
    assert mirrored.Subscription.objects.count() == 1
