"""Shapes of the marketplace in JSON: they check form, never business, and never save."""

from campaigns.serializers.applications import (
    ApplicationInput,
    ApplicationSerializer,
    StatusInput,
)
from campaigns.serializers.campaigns import (
    CampaignBody,
    CampaignCard,
    CampaignSerializer,
    RejectInput,
    as_fields,
)
from campaigns.serializers.collaborations import (
    CollaborationCard,
    CollaborationSerializer,
    DisputeInput,
    DisputeSerializer,
    EvidenceInput,
    ReasonInput,
    SignInput,
    TimelineSerializer,
)
from campaigns.serializers.deliverables import (
    DeliverableSerializer,
    ReviewInput,
    SubmissionInput,
    SubmissionSerializer,
    UrlInput,
)

__all__ = [
    "ApplicationInput",
    "ApplicationSerializer",
    "CampaignBody",
    "CampaignCard",
    "CampaignSerializer",
    "CollaborationCard",
    "CollaborationSerializer",
    "DeliverableSerializer",
    "DisputeInput",
    "DisputeSerializer",
    "EvidenceInput",
    "ReasonInput",
    "RejectInput",
    "ReviewInput",
    "SignInput",
    "StatusInput",
    "SubmissionInput",
    "SubmissionSerializer",
    "TimelineSerializer",
    "UrlInput",
    "as_fields",
]
