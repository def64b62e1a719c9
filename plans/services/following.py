"""What Stripe says of a plan paid by card becomes ours: the subscription, its charges, and the books.

Everything is read from the mirror and compared with what is here, so events may come twice, late or in any
order: the newest state is applied, and each invoice is booked once. What is not ours is left alone.
"""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.services import emit
from payments.models import LedgerAccount, Wallet
from plans.facts import PlanCardDeclined
from plans.models import CardPlan, CardTrouble, CardWish, Charge, Plan, Subscription
from plans.querysets import ENDED_THERE
from plans.selectors import (
    GATEWAY,
    NEVER_BEGAN,
    CardBill,
    CardNews,
    card_bills,
    card_news,
    live_card,
    net_of,
    plan_at,
    plan_in_force,
    subscription_of,
    vat_bps,
)
from plans.services.cards import ask
from plans.services.charges import book, make
from plans.services.standing import close, count_as
from plans.services.troubles import note_trouble

log = logging.getLogger(__name__)
Kind = LedgerAccount.Kind
What = CardTrouble.What
State = Subscription.State
OVER = {"canceled", "unpaid", "paused", "incomplete_expired"}
GIVEN_UP = {"void", "uncollectible"}
CURRENCY = "MAD"


@transaction.atomic
def follow_card_plan(*, stripe_id: str) -> str:
    """Apply the mirror's subscription and its invoices. Says what came of it: unmirrored, not_ours, waiting,
    in_the_way, or the state that the card plan has now. Raises MoneyOnHold.
    """
    news = card_news(stripe_id)
    if news is None:
        return "unmirrored"
    card = _ours(news)
    if card is None:
        return "not_ours"
    card.stripe_id, card.stripe_status = news.stripe_id, news.status
    card.save(update_fields=["stripe_id", "stripe_status"])
    bills = card_bills(stripe_id, news.customer_id)
    if card.subscription is None:
        outcome = _begin(card, news, bills)
        if outcome:
            return outcome
    for bill in bills:
        _apply_bill(card, bill)
    _apply_state(card, news)
    return str(card.state)


def _ours(news: CardNews) -> CardPlan | None:
    """By the mark we sent along, of the customer that the brand is; locked behind its wallet, with what it
    became here.
    """
    if not news.card_id:
        return None
    found = CardPlan.objects.filter(pk=news.card_id, wallet__stripe_customer__customer_id=news.customer_id)
    wallet_id = found.values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        log.warning("stripe subscription %s names a card plan that is not its customer's", news.stripe_id)
        return None
    Wallet.objects.lock(wallet_id)
    card = CardPlan.objects.lock(news.card_id)
    if card.stripe_id not in {"", news.stripe_id}:
        log.error("card plan %s has another subscription at stripe, %s", card.pk, news.stripe_id)
        return None
    if card.subscription_id:
        card.subscription = Subscription.objects.lock(card.subscription_id)
    return card


def _begin(card: CardPlan, news: CardNews, bills: list[CardBill]) -> str:
    """Ours begins with what was paid there. Returns why it does not, if it does not."""
    paid = [bill for bill in bills if bill.status == "paid"]
    for bill in bills:
        _look_at_part(card, bill)
    if news.status in NEVER_BEGAN or (news.status in OVER and not paid):
        return _never_began(card, news)
    if not paid:
        return "waiting"
    if _is_in_the_way(card, news, paid):
        return "in_the_way"
    held = Subscription.objects.create(
        wallet=card.wallet,
        plan=card.plan,
        interval=card.interval,
        paid_by=Subscription.PaidBy.CARD,
        starts_on=news.starts_on,
        ends_on=news.ends_on,
    )
    card.subscription = held
    card.move(CardPlan.State.RUNNING)
    card.save(update_fields=["subscription", "state"])
    count_as(card.wallet, card.plan, Plan.Code.FREE, card.made_by)
    return ""


def _is_in_the_way(card: CardPlan, news: CardNews, paid: list[CardBill]) -> bool:
    """The brand has a plan, or another page that may still be paid: never two at a time. Beside a plan it is
    ended at Stripe; a page closes, and then this one counts when it is looked at again.
    """
    amounts = {"paid_centimes": sum(bill.paid_centimes for bill in paid), "currency": paid[0].currency}
    if subscription_of(card.wallet) is not None:
        note_trouble(card, What.ALREADY_HAS_A_PLAN, news.stripe_id, **amounts)
        _stop(card, news)
        return True
    live = live_card(card.wallet)
    if live is not None and live.pk != card.pk:
        note_trouble(card, What.ANOTHER_PAGE_OPEN, news.stripe_id, **amounts)
        return True
    return False


def _never_began(card: CardPlan, news: CardNews) -> str:
    if news.status in OVER:
        _stop(card, news)
    if news.status in OVER and card.state == CardPlan.State.OPEN:
        card.move(CardPlan.State.LAPSED)
        card.save(update_fields=["state"])
        return str(card.state)
    return "waiting"


# ---- invoices ---------------------------------------------------------------------------------------


def _apply_bill(card: CardPlan, bill: CardBill) -> None:
    """Once paid, it is booked once; while it is not, it stands as due."""
    row = Charge.objects.select_for_update().filter(stripe_invoice=bill.invoice_id).first()
    if row is not None and row.state == Charge.State.PAID:
        return
    if bill.status == "paid":
        _pay(card, bill, row)
    elif bill.status == "open" and bill.n_attempts and bill.owed_centimes > 0:
        _declined(card, bill, row)
    elif bill.status in GIVEN_UP:
        _look_at_part(card, bill)
        _give_up(row)


def _give_up(row: Charge | None) -> None:
    """Nobody asks for it any more."""
    if row is not None and row.state == Charge.State.DUE:
        row.move(Charge.State.VOID)
        row.settled_at = timezone.now()
        row.save(update_fields=["state", "settled_at"])


def _look_at_part(card: CardPlan, bill: CardBill) -> None:
    """Stripe has some of the money of what nobody asks for any more: it is not booked by itself."""
    if bill.status in GIVEN_UP and bill.paid_centimes:
        note_trouble(card, What.PAID_IN_PART, bill.invoice_id, **_said(bill))


def _said(bill: CardBill) -> dict[str, Any]:
    return {"paid_centimes": bill.paid_centimes, "currency": bill.currency}


def _pay(card: CardPlan, bill: CardBill, row: Charge | None) -> None:
    """What came through Stripe, to plan fees and VAT. What came in any other way is for staff."""
    if bill.elsewhere_centimes or bill.currency != CURRENCY:
        what = What.PAID_ELSEWHERE if bill.elsewhere_centimes else What.ANOTHER_CURRENCY
        note_trouble(card, what, bill.invoice_id, **_said(bill))
        return
    if not bill.paid_centimes:
        _give_up(row)
        return
    row = row or _charge(card, bill, bill.paid_centimes)
    if row.state == Charge.State.VOID or card.state != CardPlan.State.RUNNING:
        note_trouble(card, What.PAID_AFTER_THE_END, bill.invoice_id, **_said(bill))
    if row.total_centimes != bill.paid_centimes:
        asked = {"asked_centimes": row.total_centimes}
        note_trouble(card, What.ANOTHER_AMOUNT, bill.invoice_id, **asked, **_said(bill))
        _is_of(row, bill.paid_centimes)
    place = (Kind.PROVIDER_CLEARING, GATEWAY)
    book(row, held=card.held, key=f"stripe-invoice:{bill.invoice_id}", reason=row.reference, place=place)


def _charge(card: CardPlan, bill: CardBill, total_centimes: int) -> Charge:
    """Our charge for Stripe's invoice, at the rate of VAT of its price; of a price that is not ours, at the
    rate when the invoice was made.
    """
    price = plan_at(bill.price_id)
    if price is None:
        note_trouble(card, What.UNKNOWN_PRICE, bill.price_id or bill.invoice_id)
    bps = price.vat_bps if price else vat_bps(bill.made_at)
    net = net_of(total_centimes, bps)
    return make(
        card.held,
        stripe_invoice=bill.invoice_id,
        words=bill.words,
        plan_code=price.plan.code if price else card.held.plan.code,
        from_on=bill.from_on,
        until_on=bill.until_on,
        net_centimes=net,
        vat_bps=bps,
        vat_centimes=total_centimes - net,
        due_on=timezone.localdate(),
    )


def _is_of(row: Charge, total_centimes: int) -> None:
    """Another amount, VAT included; the VAT is what is in it."""
    row.net_centimes = net_of(total_centimes, row.vat_bps)
    row.vat_centimes = total_centimes - row.net_centimes


def _declined(card: CardPlan, bill: CardBill, row: Charge | None) -> None:
    """The card was turned down: due, and said once for each of Stripe's attempts."""
    if card.state != CardPlan.State.RUNNING or bill.currency != CURRENCY:
        return
    row = row or _charge(card, bill, bill.owed_centimes)
    if row.state != Charge.State.DUE or bill.n_attempts <= row.n_reminders:
        return
    row.n_reminders = bill.n_attempts
    _is_of(row, bill.owed_centimes)
    row.save(update_fields=["n_reminders", "net_centimes", "vat_centimes"])
    emit(
        PlanCardDeclined(
            charge_id=str(row.pk),
            wallet_id=str(card.wallet_id),
            reference=row.reference,
            total_centimes=row.total_centimes,
            attempt=bill.n_attempts,
        )
    )


# ---- where the brand stands -------------------------------------------------------------------------


def _apply_state(card: CardPlan, news: CardNews) -> None:
    if card.state != CardPlan.State.RUNNING:
        return
    if news.status in OVER:
        _end(card, news)
        return
    held = card.held
    was = held.plan.code
    _apply_plan(card, held, news)
    late = news.status == "past_due"
    if late != (held.state == State.PAST_DUE):
        held.move(State.PAST_DUE if late else State.ACTIVE)
        card.late_since = timezone.now() if late else None
    held.save(update_fields=["plan", "next_plan", "state", "starts_on", "ends_on"])
    card.save(update_fields=["late_since"])
    count_as(card.wallet, held.plan, was)


def _apply_plan(card: CardPlan, held: Any, news: CardNews) -> None:
    """A larger plan counts at once, a smaller one with the next period; an end waits as the free one."""
    is_next = news.starts_on > held.starts_on
    held.starts_on, held.ends_on = news.starts_on, news.ends_on
    price = plan_at(news.price_id)
    if price is None:
        note_trouble(card, What.UNKNOWN_PRICE, news.price_id)
        price_plan = held.plan
    else:
        price_plan = price.plan
    grows = price_plan.price_centimes(held.interval) > held.plan.price_centimes(held.interval)
    if is_next or (grows and price_plan.code != held.plan.code):
        held.plan = price_plan
    held.next_plan = None if price_plan.code == held.plan.code else price_plan
    if news.is_ending:
        held.next_plan = plan_in_force(Plan.Code.FREE)


def _end(card: CardPlan, news: CardNews) -> None:
    """Back to the free plan; nothing the brand made is lost. What lives on at Stripe is ended there too."""
    if card.held.state != State.ENDED:
        close(card.held)
    card.move(CardPlan.State.ENDED)
    card.save(update_fields=["state"])
    _stop(card, news)


def _stop(card: CardPlan, news: CardNews) -> None:
    """Have Stripe end it, unless it has."""
    if news.status not in ENDED_THERE and not card.wishes.asked().exists():
        ask(card, CardWish.Kind.END_NOW)
