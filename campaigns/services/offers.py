"""Negotiation: the sides take turns, the newest price is on the table, and there is an end to it."""

from typing import Any

from django.db import transaction

from accounts.models import User
from campaigns.errors import NotYourTurn, OverBudget, TooManyRounds
from campaigns.facts import OfferCountered, OfferMade
from campaigns.models import Application, Campaign
from campaigns.policies import BRAND, INFLUENCER, TURN, may_answer, may_withdraw, side_of
from campaigns.selectors.budgets import campaign_money
from campaigns.services.applications import ensure_price, offer
from campaigns.services.locks import lock_application
from campaigns.services.moves import advance, ids_of
from kit.errors import WrongState, ensure

State = Application.State
MAX_OFFERS = 10


def ensure_turn(by: User, application: Application) -> str:
    """The side of this person, whose turn it is. Raises NotAllowed, WrongState (over), NotYourTurn."""
    side = side_of(by, application)
    ensure(side is not None)
    if application.state not in TURN:
        raise WrongState(state=application.state, wanted="answer")
    if TURN[State(application.state)] != side:
        raise NotYourTurn(side=TURN[State(application.state)])
    return str(side)


def ensure_budget(campaign: Campaign, price_centimes: int) -> None:
    """Raises OverBudget when a price is more than what is left."""
    left = campaign_money(campaign).left
    if price_centimes > left:
        raise OverBudget(left_centimes=max(left, 0), missing_centimes=price_centimes - left)


def ensure_rounds(application: Application) -> None:
    """Raises TooManyRounds."""
    if application.offers.count() >= MAX_OFFERS:
        raise TooManyRounds(rounds=MAX_OFFERS)


@transaction.atomic
def make_offer(*, application_id: Any, price_centimes: int, message: str, by: User) -> Application:
    """The brand names another price. Raises NotAllowed, WrongState, NotYourTurn, OverBudget, TooManyRounds,
    PriceOutOfRange.
    """
    application = lock_application(application_id)
    ensure(may_answer(by, application))
    ensure_turn(by, application)
    ensure_price(price_centimes)
    ensure_budget(application.campaign, price_centimes)
    ensure_rounds(application)
    put_on_table(application, BRAND, price_centimes, message, by=by)
    return application


@transaction.atomic
def counter_offer(*, application_id: Any, price_centimes: int, message: str, by: User) -> Application:
    """The creator answers an offer with another price. Raises NotAllowed, WrongState, NotYourTurn,
    TooManyRounds, PriceOutOfRange.
    """
    application = lock_application(application_id)
    ensure(may_withdraw(by, application))
    ensure_turn(by, application)
    ensure_price(price_centimes)
    ensure_rounds(application)
    put_on_table(application, INFLUENCER, price_centimes, message, by=by)
    return application


def put_on_table(application: Application, side: str, price_centimes: int, message: str, *, by: User) -> None:
    """Write the offer and make its price the one on the table."""
    named = offer(application, side, price_centimes, message, by=by)
    application.price_centimes = price_centimes
    fact = (OfferMade if side == BRAND else OfferCountered)(**ids_of(application), number=named.number)
    to = State.OFFERED if side == BRAND else State.COUNTERED
    advance(
        application, to, by=by, fields=["price_centimes"], data={"price_centimes": price_centimes}, fact=fact
    )
