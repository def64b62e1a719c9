"""Reads of the marketplace, shaped for a screen or for a decision."""

from campaigns.selectors.briefs import fit, hard_fit, missing_items
from campaigns.selectors.budgets import CampaignMoney, Places, campaign_money, places_of
from campaigns.selectors.consequences import (
    Consequences,
    campaign_consequences,
    cancel_consequences,
    decision_consequences,
)
from campaigns.selectors.desks import Task, brand_tasks, creator_tasks
from campaigns.selectors.steps import NextStep, next_step
from campaigns.selectors.timelines import TimelineLine, timeline

__all__ = [
    "CampaignMoney",
    "Consequences",
    "NextStep",
    "Places",
    "Task",
    "TimelineLine",
    "brand_tasks",
    "campaign_consequences",
    "campaign_money",
    "cancel_consequences",
    "creator_tasks",
    "decision_consequences",
    "fit",
    "hard_fit",
    "missing_items",
    "next_step",
    "places_of",
    "timeline",
]
