"""Campaigns, applications, contracts and what is delivered."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns import facts
from webhooks.selectors.catalogue import whom
from webhooks.selectors.catalogue.shape import EventType

DEAL = ("campaign_id", "brand_id", "influencer_id")
PRICED = (*DEAL, "price_centimes")
PART = ("collaboration_id", *DEAL, "position")
SHARES = (*DEAL, "influencer_centimes", "refund_centimes")


def _campaign(name: str, fact: type[facts.CampaignFact], words: Promise, *fields: str) -> EventType:
    return EventType(name, fact, "campaign", whom.brand, words, ("brand_id", *fields))


def _application(name: str, fact: type[facts.ApplicationFact], words: Promise, *fields: str) -> EventType:
    return EventType(name, fact, "application", whom.both, words, (*PRICED, *fields))


def _deal(name: str, fact: type[facts.CollaborationFact], words: Promise, *fields: str) -> EventType:
    return EventType(name, fact, "collaboration", whom.both, words, fields or DEAL)


def _part(name: str, fact: type[facts.DeliverableFact], words: Promise, *fields: str) -> EventType:
    return EventType(name, fact, "deliverable", whom.both, words, (*PART, *fields))


MARKET = (
    _campaign("campaign.submitted", facts.CampaignSubmitted, _("A brief waits for our staff.")),
    _campaign("campaign.approved", facts.CampaignApproved, _("A brief is public.")),
    _campaign("campaign.rejected", facts.CampaignRejected, _("A brief is a draft again."), "automatic"),
    _campaign("campaign.changed", facts.CampaignChanged, _("A public brief changed."), "version", "fields"),
    _campaign("campaign.started", facts.CampaignStarted, _("Nobody can apply any more.")),
    _campaign("campaign.reopened", facts.CampaignReopened, _("Creators can apply again.")),
    _campaign("campaign.completed", facts.CampaignCompleted, _("Every contract of the campaign has ended.")),
    _campaign("campaign.cancelled", facts.CampaignCancelled, _("A campaign is closed."), "automatic"),
    _application("application.sent", facts.ApplicationSent, _("A creator applied.")),
    _application("application.shortlisted", facts.ApplicationShortlisted, _("A brand keeps it in view.")),
    _application(
        "application.accepted",
        facts.ApplicationAccepted,
        _("Both agree on a price."),
        *("collaboration_id", "side"),
    ),
    _application("application.rejected", facts.ApplicationRejected, _("The brand declined.")),
    _application("application.withdrawn", facts.ApplicationWithdrawn, _("The creator took it back.")),
    _application("application.lapsed", facts.ApplicationLapsed, _("Nobody answered in time."), "reason"),
    _application("offer.made", facts.OfferMade, _("The brand named another price."), "number"),
    _application("offer.countered", facts.OfferCountered, _("The creator named another price."), "number"),
    _deal("collaboration.signed", facts.CollaborationSigned, _("One side signed."), *DEAL, "side"),
    _deal("collaboration.ready", facts.CollaborationReady, _("Both sides have signed.")),
    _deal("collaboration.funded", facts.CollaborationFunded, _("The money is held; work may begin.")),
    _deal("collaboration.started", facts.CollaborationStarted, _("The work has begun.")),
    _deal(
        "collaboration.completed",
        facts.CollaborationCompleted,
        _("Everything owed was accepted and paid."),
        *(*SHARES, "partial"),
    ),
    _deal("collaboration.cancelled", facts.CollaborationCancelled, _("One side ended it."), *SHARES, "side"),
    _deal(
        "collaboration.lapsed",
        facts.CollaborationLapsed,
        _("Not signed or not paid in time."),
        *(*DEAL, "state"),
    ),
    _deal(
        "collaboration.refunded",
        facts.CollaborationRefunded,
        _("What was held went back to the brand."),
        *(*DEAL, "refund_centimes", "reason"),
    ),
    _deal(
        "collaboration.retention_started",
        facts.RetentionStarted,
        _("The last part of the price waits for its day."),
        *(*DEAL, "until"),
    ),
    _deal("dispute.opened", facts.DisputeOpened, _("A dispute is open."), *DEAL, "side"),
    _deal("dispute.decided", facts.DisputeDecided, _("A dispute is decided."), *SHARES, "automatic"),
    _part("deliverable.submitted", facts.DeliverableSubmitted, _("A draft was sent."), "version"),
    _part("deliverable.changes_requested", facts.ChangesRequested, _("A change is asked for."), "version"),
    _part("deliverable.unreadable", facts.DraftUnreadable, _("No file of a draft can be used."), "version"),
    _part("deliverable.approved", facts.DeliverableApproved, _("A draft is approved."), "automatic"),
    _part("deliverable.published", facts.DeliverablePublished, _("The content is online."), "url"),
    _part("deliverable.accepted", facts.DeliverableAccepted, _("The content is accepted."), "automatic"),
    _part("deliverable.overdue", facts.DeliverableOverdue, _("It is a day late."), "drop_at"),
    _part("deliverable.dropped", facts.DeliverableDropped, _("It was never delivered.")),
    EventType(
        "deadline.near",
        facts.DeadlineNear,
        "campaign",
        whom.side,
        _("A deadline of yours is near."),
        ("subject", "subject_id", "state", "due_at", "side", "brand_id"),
    ),
)
