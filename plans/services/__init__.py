"""Writes of plans. Lock order: wallet, subscription, charge, then the ledger."""

from plans.services.charges import remind_or_end, settle_charge
from plans.services.limits import ensure_room
from plans.services.plans import add_plan
from plans.services.subscriptions import change_plan, end_subscription, renew, start_subscription

__all__ = [
    "add_plan",
    "change_plan",
    "end_subscription",
    "ensure_room",
    "remind_or_end",
    "renew",
    "settle_charge",
    "start_subscription",
]
