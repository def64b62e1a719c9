"""Reads of plans: what is on offer, what a brand has, what a change costs, what Stripe said."""

from plans.selectors.cards import (
    GATEWAY,
    NEVER_BEGAN,
    CardBill,
    CardNews,
    at_stripe,
    card_bills,
    card_news,
    card_offered,
    live_card,
    net_of,
    plan_at,
    plan_in_force,
    subscription_of_invoice,
)
from plans.selectors.offers import free_plan, offered, plan_of, subscription_of
from plans.selectors.proration import Change, change_to, vat_bps

__all__ = [
    "GATEWAY",
    "NEVER_BEGAN",
    "CardBill",
    "CardNews",
    "Change",
    "at_stripe",
    "card_bills",
    "card_news",
    "card_offered",
    "change_to",
    "free_plan",
    "live_card",
    "net_of",
    "offered",
    "plan_at",
    "plan_in_force",
    "plan_of",
    "subscription_of",
    "subscription_of_invoice",
    "vat_bps",
]
