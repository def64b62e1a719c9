"""The clocks of plans, and their calls to Stripe. Safe to run twice and beside themselves."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import stripe
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from kit.errors import Refusal
from kit.ids import uuid7
from kit.shares import part_of
from payments.errors import GatewayUnreachable, ProviderRefused
from payments.gateways import stripe_plans
from payments.models import Wallet
from payments.selectors import configured_gateways
from payments.services import insist_money_moves
from plans import services
from plans.errors import CardDeclined
from plans.models import CardPlan, CardWish, Charge, Plan, StripeCustomer, StripePrice, Subscription
from plans.querysets import ENDED_THERE
from plans.selectors import (
    GATEWAY,
    Change,
    at_stripe,
    card_news,
    offered,
    plan_at,
    plan_in_force,
    vat_bps,
)
from plans.services import remind_or_end, renew

log = logging.getLogger(__name__)
LEFT_BEHIND = timedelta(seconds=60)
GIVEN_UP_AFTER = timedelta(minutes=10)  # after the page would have closed, when Stripe never heard of it
WAITS_FOR = timedelta(days=2)  # asked about each minute, then each morning


@shared_task
def run_plans() -> int:
    """Remind of what is late, end what is too late, renew what is over; beat calls it each morning. What is
    paid by card is Stripe's to ask for.
    """
    today = timezone.localdate()
    late = list(Charge.objects.due().by_transfer().filter(due_on__lt=today).values_list("pk", flat=True))
    for charge_id in late:
        remind_or_end(charge_id=charge_id)
    over = Subscription.objects.filter(state=Subscription.State.ACTIVE, ends_on__lte=today)
    ids = list(over.filter(paid_by=Subscription.PaidBy.TRANSFER).values_list("pk", flat=True))
    for subscription_id in ids:
        renew(subscription_id=subscription_id)
    return len(late) + len(ids)


# ---- prices and customers ---------------------------------------------------------------------------


@shared_task
def sync_stripe_prices() -> int:
    """A price at Stripe for each paid plan and interval, at the terms and VAT of today; beat calls it daily.

    Old prices stay: who subscribed at one keeps it until the period ends.
    """
    if GATEWAY not in configured_gateways():
        return 0
    paid = [plan for plan in offered() if plan.month_centimes]
    wanted = [(plan, interval) for plan in paid for interval in Subscription.Interval.values]
    return sum(_each(wanted, "price", lambda one: price_of(*one)))


def price_of(plan: Plan, interval: str) -> StripePrice:
    """What a plan is at Stripe; made there first where it is not. Raises GatewayUnreachable."""
    bps, net = vat_bps(), plan.price_centimes(interval)
    known = StripePrice.objects.filter(plan=plan, interval=interval, vat_bps=bps).first()
    if known is not None:
        return known
    total = net + part_of(net, bps)
    goods = stripe_plans.Goods(
        lookup=f"{plan.code}-{plan.pk}-{interval}-{total}",
        product=f"influmaroc_{plan.code}",
        name=f"InfluMaroc {Plan.Code(plan.code).label}",
        total_centimes=total,
        currency="MAD",
        interval=interval,
    )
    price_id = stripe_plans.price_for(goods)
    return services.note_price(
        plan=plan, interval=interval, vat_bps=bps, total_centimes=total, price_id=price_id
    )


def customer_of(wallet: Wallet, email: str) -> StripeCustomer:
    """Who a brand is at Stripe; made there first. Raises GatewayUnreachable."""
    known = StripeCustomer.objects.filter(wallet=wallet).first()
    if known is not None:
        return known
    words = hashlib.sha256(f"{wallet.name}\n{email}".encode()).hexdigest()[:12]
    marks = {"wallet": str(wallet.pk)}
    said = stripe_plans.customer_for(key=f"{wallet.pk}-{words}", name=wallet.name, email=email, marks=marks)
    return services.note_customer(wallet=wallet, customer_id=said)


# ---- the page where a plan is taken -----------------------------------------------------------------


def open_card_page(card: CardPlan, *, back: str, locale: str) -> str:
    """Where the brand types its card: the page opened before, or a new one. Raises GatewayNotConfigured,
    GatewayUnreachable (unknown: asked again it is the same page), ProviderRefused, MoneyOnHold.
    """
    insist_money_moves()
    if card.page_url:
        return card.page_url
    order = stripe_plans.Order(
        key=str(card.pk),
        reference=card.reference,
        since=card.made_at,
        customer=customer_of(card.wallet, card.made_by.email if card.made_by else "").customer_id,
        price=price_of(card.plan, card.interval).price_id,
        marks={"card_plan": str(card.pk)},
        until=card.made_at + timedelta(seconds=settings.PLAN_PAGE_OPEN_S),
    )
    page = stripe_plans.open_page(order, back=back, locale=locale)
    services.note_page(card_id=card.pk, session_id=page.session_id, url=page.url)
    return page.url or back


@shared_task
def ask_card_page(card_id: str) -> str:
    """Ask Stripe what became of a page, and believe the answer. Raises GatewayUnreachable: it stays open."""
    card = CardPlan.objects.filter(pk=card_id, state=CardPlan.State.OPEN).first()
    if card is None:
        return "settled"
    if card.session_id:
        return _believe(card, stripe_plans.read_page(card.session_id))
    return _believe(card, stripe_plans.find_page(card.reference, card.made_at))


def give_up_card_page(card: CardPlan) -> str:
    """Have Stripe close the page; one that was paid meanwhile counts. Raises GatewayUnreachable."""
    if not card.session_id:
        return ask_card_page(str(card.pk))
    return _believe(card, stripe_plans.close_page(card.session_id))


def _believe(card: CardPlan, page: stripe_plans.Page | None) -> str:
    if page is None:
        late = card.made_at + timedelta(seconds=settings.PLAN_PAGE_OPEN_S) + GIVEN_UP_AFTER
        return _lapse(card) if late < timezone.now() else "absent"
    services.note_page(card_id=card.pk, session_id=page.session_id, url=page.url)
    if page.status == "complete" and page.subscription_id:
        return follow(page.subscription_id)
    return _lapse(card) if page.status == "expired" else page.status


def _lapse(card: CardPlan) -> str:
    """The page is closed; what lives at Stripe all the same is followed instead. What was paid on another
    page, and waited for this one to close, counts now, also when it is over there.
    """
    services.lapse_card_plan(card_id=card.pk)
    waited = CardPlan.objects.beside_a_page().filter(wallet=card.wallet)
    for stripe_id in {*at_stripe(card.wallet), *waited.values_list("stripe_id", flat=True)}:
        follow(stripe_id)
    card.refresh_from_db()
    return str(card.state)


def follow(stripe_id: str) -> str:
    """Read a subscription at Stripe and apply it. Raises GatewayUnreachable."""
    stripe_plans.refresh(stripe_id)
    return services.follow_card_plan(stripe_id=stripe_id)


# ---- changes ----------------------------------------------------------------------------------------


def quote_by_card(held: Subscription, change: Change, at: Any) -> int:
    """What Stripe would charge for a larger plan now, VAT included. Raises GatewayUnreachable."""
    news = card_news(held.card.stripe_id)
    price = price_of(change.plan, held.interval)
    return stripe_plans.preview(
        stripe_id=held.card.stripe_id,
        item_id=news.item_id if news else "",
        price_id=price.price_id,
        at=at,
    )


def change_card(held: Subscription, *, back: str) -> str:
    """A page of Stripe's where another card is typed. Raises GatewayUnreachable."""
    customer = StripeCustomer.objects.get(wallet=held.wallet).customer_id
    return stripe_plans.card_page(key=f"card-{uuid7()}", customer=customer, back=back)


def send_wish(wish: CardWish) -> str:
    """Ask Stripe for one change and follow what it did. Without an answer it stays asked, and is asked again.

    Raises CardDeclined and ProviderRefused when Stripe said no: then nothing changed.
    """
    try:
        _ask_for(wish)
    except stripe.CardError as error:
        _refuse(wish, CardDeclined.code, error.code or "card_error")
        raise CardDeclined from error
    except ProviderRefused as error:
        _refuse(wish, error.code, str(error.facts["reason"]))
        raise
    outcome = follow(wish.card.stripe_id)
    services.end_wish(wish_id=wish.pk, state=CardWish.State.DONE)
    return outcome


def _refuse(wish: CardWish, refusal: str, reason: str) -> None:
    services.end_wish(wish_id=wish.pk, state=CardWish.State.REFUSED, refusal=refusal, reason=reason)


def _ask_for(wish: CardWish) -> None:
    stripe_id, key = wish.card.stripe_id, str(wish.pk)
    if wish.kind == CardWish.Kind.END_NOW:
        stripe_plans.end_now(key=key, stripe_id=stripe_id)
        return
    if wish.kind == CardWish.Kind.END:
        stripe_plans.change(key=key, stripe_id=stripe_id, asked={"cancel_at_period_end": True})
        return
    news = card_news(stripe_id)
    price_id = price_of(wish.plan or wish.card.plan, wish.card.interval).price_id
    at = wish.at if wish.kind == CardWish.Kind.NOW else None
    asked = stripe_plans.new_price(news.item_id if news else "", price_id, at)
    stripe_plans.change(key=key, stripe_id=stripe_id, asked=asked)


# ---- looking after them -----------------------------------------------------------------------------


@shared_task
def move_cards_along(limit: int = 200) -> int:
    """Ask about open pages, about what may still count though its page is given up, and again for changes
    without an answer; beat calls it each minute.
    """
    left = timezone.now() - LEFT_BEHIND
    pages = CardPlan.objects.filter(state=CardPlan.State.OPEN, made_at__lt=left)
    ids = list(pages.order_by("made_at").values_list("pk", flat=True)[:limit])
    wishes = CardWish.objects.asked().filter(made_at__lt=left).select_related("card", "plan")
    done = _each(ids, "card page", lambda pk: ask_card_page(str(pk)))
    recent = CardPlan.objects.waiting().filter(made_at__gt=timezone.now() - WAITS_FOR)
    waiting = list(recent.order_by("made_at").values_list("stripe_id", flat=True)[:limit])
    n_moved = sum(done) + sum(_each(waiting, "card plan", follow))
    return n_moved + sum(_each(wishes.order_by("made_at")[:limit], "change", send_wish))


@shared_task
def refresh_cards() -> int:
    """Read every plan paid by card at Stripe once a day: an event may have got lost, terms may have changed,
    and one may be late for too long.
    """
    live = CardPlan.objects.at_stripe()
    return sum(_each(live.select_related("plan").order_by("made_at"), "card plan", _look_after))


def _look_after(card: CardPlan) -> bool:
    state = follow(card.stripe_id)
    card.refresh_from_db()
    lives_on = card.state == CardPlan.State.ENDED and card.stripe_status not in ENDED_THERE
    if lives_on or (card.late_since and card.late_since < timezone.now() - _too_late()):
        services.wish_end(card_id=card.pk)
    elif card.state == CardPlan.State.RUNNING:
        _new_terms(card)
    return bool(state)


def _too_late() -> timedelta:
    return timedelta(days=settings.PLAN_CARD_ENDS_AFTER_DAYS)


def _new_terms(card: CardPlan) -> None:
    """The next period is charged at the terms and VAT of today."""
    news, held = card_news(card.stripe_id), card.subscription
    known = plan_at(news.price_id) if news else None
    if held is None or known is None or held.next_plan_id:
        return
    plan = plan_in_force(held.plan.code)
    if (known.plan_id, known.vat_bps) != (plan.pk, vat_bps()):
        services.wish_terms(card_id=card.pk, plan=plan)


def _each(things: Iterable[Any], what: str, act: Callable[[Any], Any]) -> Iterable[bool]:
    """Whether it did something, for each: a bad one must not hold up the others, and is tried again."""
    for one in things:
        try:
            yield bool(act(one))
        except GatewayUnreachable:
            log.warning("stripe does not answer: %s %s waits", what, one)
        except Refusal as refusal:
            log.warning("%s %s: %s", what, one, refusal.code)
        except Exception:
            log.exception("%s %s could not be moved along", what, one)
