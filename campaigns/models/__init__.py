"""Tables of the marketplace. Amounts are integer centimes; moments are UTC; days are Moroccan days."""

from campaigns.models.applications import Application, Offer
from campaigns.models.campaigns import Campaign, Requirement
from campaigns.models.clocks import ClockSetting, Holiday
from campaigns.models.collaborations import Collaboration, Dispute, Signature
from campaigns.models.deliverables import Deliverable, PublicationProof, Submission
from campaigns.models.moves import Move
from campaigns.models.schedules import PaySchedule, ScheduleSetting

__all__ = [
    "Application",
    "Campaign",
    "ClockSetting",
    "Collaboration",
    "Deliverable",
    "Dispute",
    "Holiday",
    "Move",
    "Offer",
    "PaySchedule",
    "PublicationProof",
    "Requirement",
    "ScheduleSetting",
    "Signature",
    "Submission",
]
