"""What brands subscribe to. Amounts are centimes of the dirham, VAT apart."""

from plans.models.charges import Charge
from plans.models.plans import Plan
from plans.models.subscriptions import Subscription

__all__ = ["Charge", "Plan", "Subscription"]
