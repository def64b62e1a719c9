"""What staff see of the marketplace: the approval queue, contracts with their money, disputes, clocks."""

from campaigns.admin.applications import ApplicationAdmin
from campaigns.admin.campaigns import CampaignAdmin
from campaigns.admin.clocks import ClockSettingAdmin, HolidayAdmin, ScheduleSettingAdmin
from campaigns.admin.collaborations import CollaborationAdmin, DeliverableAdmin
from campaigns.admin.disputes import DisputeAdmin

__all__ = [
    "ApplicationAdmin",
    "CampaignAdmin",
    "ClockSettingAdmin",
    "CollaborationAdmin",
    "DeliverableAdmin",
    "DisputeAdmin",
    "HolidayAdmin",
    "ScheduleSettingAdmin",
]
