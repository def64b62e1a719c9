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
from campaigns.selectors.papers import (
    evidence_from,
    files_of_dispute,
    files_of_work,
    may_read_evidence,
    may_read_work,
    waiting_files,
)
from campaigns.selectors.steps import NextStep, next_step
from campaigns.selectors.talks import disputed_talk, may_read_disputed
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
    "disputed_talk",
    "evidence_from",
    "files_of_dispute",
    "files_of_work",
    "fit",
    "hard_fit",
    "may_read_disputed",
    "may_read_evidence",
    "may_read_work",
    "missing_items",
    "next_step",
    "places_of",
    "timeline",
    "waiting_files",
]
