"""The JSON doors of plans."""

from plans.api.card import CardChange, OwnCardPlan
from plans.api.subscriptions import Charges, OwnSubscription, Plans

__all__ = ["CardChange", "Charges", "OwnCardPlan", "OwnSubscription", "Plans"]
