"""What brands subscribe to. Amounts are centimes of the dirham, VAT apart."""

from plans.models.cards import CardPlan, CardTrouble, CardWish, StripeCustomer, StripePrice
from plans.models.charges import Charge
from plans.models.plans import Plan
from plans.models.subscriptions import Subscription

__all__ = [
    "CardPlan",
    "CardTrouble",
    "CardWish",
    "Charge",
    "Plan",
    "StripeCustomer",
    "StripePrice",
    "Subscription",
]
