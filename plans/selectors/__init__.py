"""Reads of plans: what is on offer, what a brand has, what a change costs."""

from plans.selectors.offers import free_plan, offered, plan_of, subscription_of
from plans.selectors.proration import Change, change_to, vat_on

__all__ = ["Change", "change_to", "free_plan", "offered", "plan_of", "subscription_of", "vat_on"]
