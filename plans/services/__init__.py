"""Writes of plans. Lock order: wallet, card plan, subscription, charge, then the ledger."""

from plans.services.cards import (
    end_wish,
    lapse_card_plan,
    note_customer,
    note_page,
    note_price,
    start_card_plan,
    wish_change,
    wish_end,
    wish_terms,
)
from plans.services.charges import remind_or_end, settle_charge
from plans.services.following import follow_card_plan
from plans.services.limits import ensure_room
from plans.services.plans import add_plan
from plans.services.subscriptions import change_plan, end_subscription, renew, start_subscription
from plans.services.troubles import see_trouble

__all__ = [
    "add_plan",
    "change_plan",
    "end_subscription",
    "end_wish",
    "ensure_room",
    "follow_card_plan",
    "lapse_card_plan",
    "note_customer",
    "note_page",
    "note_price",
    "remind_or_end",
    "renew",
    "see_trouble",
    "settle_charge",
    "start_card_plan",
    "start_subscription",
    "wish_change",
    "wish_end",
    "wish_terms",
]
