"""What has happened in the marketplace. Ids are text, amounts centimes, moments ISO 8601 text in UTC."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CampaignFact(Fact):
    campaign_id: str
    brand_id: str


class CampaignSubmitted(CampaignFact):
    """A brief waits for the staff."""


class CampaignApproved(CampaignFact):
    """A brief is public; creators may apply."""


@dataclass(frozen=True, kw_only=True)
class CampaignRejected(CampaignFact):
    """The staff ask for a correction, or (automatic) did not answer and the brief is a draft again."""

    reason: str
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class CampaignChanged(CampaignFact):
    """Words of a public brief changed: `fields` names them, `version` is the new one."""

    version: int
    fields: list[str]


class CampaignStarted(CampaignFact):
    """No more applications: every place is taken, or the last day to apply has passed."""


class CampaignReopened(CampaignFact):
    """A place is free again before the last day to apply."""


class CampaignCompleted(CampaignFact):
    """Every collaboration of the campaign has ended, at least one with content paid."""


@dataclass(frozen=True, kw_only=True)
class CampaignCancelled(CampaignFact):
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class ApplicationFact(Fact):
    application_id: str
    campaign_id: str
    brand_id: str
    influencer_id: str
    price_centimes: int


class ApplicationSent(ApplicationFact):
    """A creator applied."""


class ApplicationShortlisted(ApplicationFact):
    """The brand keeps it in view."""


@dataclass(frozen=True, kw_only=True)
class OfferFact(ApplicationFact):
    """`number` counts the prices named for an application, the one applied with being the first; 0 in facts
    that are older than it.
    """

    number: int = 0


class OfferMade(OfferFact):
    """The brand named another price; the creator answers."""


class OfferCountered(OfferFact):
    """The creator named another price; the brand answers."""


@dataclass(frozen=True, kw_only=True)
class ApplicationAccepted(ApplicationFact):
    """Both agree on a price; a collaboration waits for two signatures. `side` said yes last."""

    collaboration_id: str
    side: str


@dataclass(frozen=True, kw_only=True)
class ApplicationRejected(ApplicationFact):
    note: str = ""


class ApplicationWithdrawn(ApplicationFact):
    """The creator took it back."""


@dataclass(frozen=True, kw_only=True)
class ApplicationLapsed(ApplicationFact):
    """Nobody answered in time, or there is nothing left to apply for (`reason`)."""

    reason: str = "no_answer"


@dataclass(frozen=True, kw_only=True)
class CollaborationFact(Fact):
    collaboration_id: str
    campaign_id: str
    brand_id: str
    influencer_id: str


@dataclass(frozen=True, kw_only=True)
class CollaborationSigned(CollaborationFact):
    side: str


class CollaborationReady(CollaborationFact):
    """Both have signed; the brand secures the funds."""


class CollaborationFunded(CollaborationFact):
    """The money is held; the work may begin."""


class CollaborationStarted(CollaborationFact):
    """The first day has come, or the first draft."""


@dataclass(frozen=True, kw_only=True)
class CollaborationCompleted(CollaborationFact):
    """Everything owed was accepted and paid; `partial` when only a part was delivered."""

    influencer_centimes: int
    refund_centimes: int
    partial: bool = False


@dataclass(frozen=True, kw_only=True)
class CollaborationCancelled(CollaborationFact):
    """One side ended it. Amounts are shares of the price, gross."""

    side: str
    reason: str
    influencer_centimes: int
    refund_centimes: int


@dataclass(frozen=True, kw_only=True)
class CollaborationLapsed(CollaborationFact):
    """Not signed or not funded in time (`state` says which)."""

    state: str


@dataclass(frozen=True, kw_only=True)
class CollaborationRefunded(CollaborationFact):
    """What was held went back to the brand: nothing was delivered, or (`reason` chargeback_lost) its bank
    took the payment back for good.
    """

    refund_centimes: int
    reason: str = "not_delivered"


@dataclass(frozen=True, kw_only=True)
class RetentionStarted(CollaborationFact):
    """Everything is accepted; the last part of the price waits until a day both signed."""

    until: str


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(CollaborationFact):
    side: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(CollaborationFact):
    """A side put files forward in a dispute that was open already."""

    side: str
    n_files: int


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(CollaborationFact):
    influencer_centimes: int
    refund_centimes: int
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class DeliverableFact(CollaborationFact):
    deliverable_id: str
    position: int


@dataclass(frozen=True, kw_only=True)
class DeliverableSubmitted(DeliverableFact):
    version: int


@dataclass(frozen=True, kw_only=True)
class ChangesRequested(DeliverableFact):
    version: int
    comment: str


@dataclass(frozen=True, kw_only=True)
class DraftUnreadable(DeliverableFact):
    """No file of a version without a link can be used: another one is expected, and no revision is spent."""

    version: int


@dataclass(frozen=True, kw_only=True)
class DeliverableApproved(DeliverableFact):
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class DeliverablePublished(DeliverableFact):
    url: str


@dataclass(frozen=True, kw_only=True)
class DeliverableAccepted(DeliverableFact):
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class DeliverableOverdue(DeliverableFact):
    """A day late: the brand may cancel with a full refund; at `drop_at` it is dropped by itself."""

    drop_at: str


class DeliverableDropped(DeliverableFact):
    """Never delivered; its part of the price goes back to the brand when the collaboration ends."""


@dataclass(frozen=True, kw_only=True)
class DeadlineNear(Fact):
    """A warning before a deadline. `subject` is campaign, application, collaboration or deliverable;
    `side` who owes the next step: brand, influencer, both or staff. Ids that do not apply are empty.
    """

    subject: str
    subject_id: str
    state: str
    due_at: str
    side: str
    campaign_id: str
    brand_id: str
    influencer_id: str = ""
    collaboration_id: str = ""
