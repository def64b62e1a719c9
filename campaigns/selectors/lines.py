"""Steps of a deal as the house tells them inside a conversation."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from campaigns.models import Application, Offer
from campaigns.policies import BRAND, INFLUENCER
from kit.isolates import isolate
from kit.money import plain

# What the house writes into a conversation when a step was taken. {who} is the side that took it.
LINES: dict[str, Promise] = {
    "campaigns.ApplicationSent": gettext_lazy("{who} applied for {price}."),
    "campaigns.ApplicationShortlisted": gettext_lazy("{who} keeps the application in view."),
    "campaigns.OfferMade": gettext_lazy("{who} offers {price}."),
    "campaigns.OfferCountered": gettext_lazy("{who} asks for {price}."),
    "campaigns.ApplicationAccepted": gettext_lazy("Agreed on {price}: the contract is ready to be signed."),
    "campaigns.ApplicationRejected": gettext_lazy("{who} declined the application."),
    "campaigns.ApplicationWithdrawn": gettext_lazy("{who} withdrew the application."),
    "campaigns.ApplicationLapsed": gettext_lazy("The application lapsed without an answer."),
    "campaigns.CollaborationSigned": gettext_lazy("{who} signed the contract."),
    "campaigns.CollaborationReady": gettext_lazy("Both sides have signed. The brand now secures the funds."),
    "campaigns.CollaborationFunded": gettext_lazy("The funds are secured. The work can begin."),
    "campaigns.CollaborationStarted": gettext_lazy("The work has begun."),
    "campaigns.CollaborationCompleted": gettext_lazy("The collaboration is completed."),
    "campaigns.CollaborationCancelled": gettext_lazy("{who} cancelled the contract."),
    "campaigns.CollaborationLapsed": gettext_lazy("The contract lapsed: not signed or not funded in time."),
    "campaigns.CollaborationRefunded": gettext_lazy("The funds went back to the brand."),
    "campaigns.RetentionStarted": gettext_lazy("Everything is accepted. The last part is paid later."),
    "campaigns.DisputeOpened": gettext_lazy("{who} opened a dispute. The funds are frozen."),
    "campaigns.EvidenceAdded": gettext_lazy("{who} added evidence to the dispute."),
    "campaigns.DisputeDecided": gettext_lazy("The dispute is decided."),
    "campaigns.DeliverableSubmitted": gettext_lazy("{who} sent content no. {position}, version {version}."),
    "campaigns.ChangesRequested": gettext_lazy("{who} asked for changes to content no. {position}."),
    "campaigns.DraftUnreadable": gettext_lazy("Content no. {position}, version {version}, cannot be read."),
    "campaigns.DeliverableApproved": gettext_lazy("Content no. {position} is approved."),
    "campaigns.DeliverablePublished": gettext_lazy("{who} published content no. {position}."),
    "campaigns.DeliverableAccepted": gettext_lazy("The publication of content no. {position} is accepted."),
    "campaigns.DeliverableOverdue": gettext_lazy("Content no. {position} is overdue."),
    "campaigns.DeliverableDropped": gettext_lazy("Content no. {position} was dropped: it never came."),
}


# The picture of a step by the end of its name; the first that fits.
ICONS = {
    "ApplicationSent": "send",
    "OfferMade": "handshake",
    "OfferCountered": "handshake",
    "ApplicationAccepted": "handshake",
    "CollaborationSigned": "file-pen",
    "CollaborationReady": "file-check",
    "CollaborationFunded": "shield-check",
    "CollaborationStarted": "circle-play",
    "DisputeOpened": "scale",
    "DisputeDecided": "scale",
    "EvidenceAdded": "paperclip",
    "DeliverableSubmitted": "upload",
    "ChangesRequested": "rotate-ccw",
    "DraftUnreadable": "circle-alert",
    "DeliverablePublished": "megaphone",
    "DeliverableOverdue": "alarm-clock",
    "RetentionStarted": "hourglass",
    "ApplicationShortlisted": "bookmark",
    "Refunded": "undo-2",
    "Withdrawn": "undo-2",
    "Rejected": "circle-slash",
    "Cancelled": "circle-slash",
    "Dropped": "circle-slash",
    "Lapsed": "timer-off",
}


def icon_of(label: str) -> str:
    """The picture of a step."""
    return next((name for end, name in ICONS.items() if label.endswith(end)), "circle-check")


def told(label: str, data: dict[str, Any]) -> str:
    """A step in the language now spoken; "" for one that is not known any more."""
    sentence = LINES.get(label)
    if sentence is None:
        return ""
    values = {
        "who": isolate(data.get("who", "")),
        "price": plain(data["price_centimes"]) if "price_centimes" in data else "",
        "position": data.get("position", ""),
        "version": data.get("version", ""),
    }
    return str(sentence).format(**values)


# Who took a step when its fact does not say.
ACTORS: dict[str, str] = {
    "campaigns.ApplicationSent": INFLUENCER,
    "campaigns.ApplicationShortlisted": BRAND,
    "campaigns.OfferMade": BRAND,
    "campaigns.OfferCountered": INFLUENCER,
    "campaigns.ApplicationRejected": BRAND,
    "campaigns.ApplicationWithdrawn": INFLUENCER,
    "campaigns.DeliverableSubmitted": INFLUENCER,
    "campaigns.ChangesRequested": BRAND,
    "campaigns.DeliverablePublished": INFLUENCER,
}
APPLIED, OFFERS = "campaigns.ApplicationSent", {"campaigns.OfferMade", "campaigns.OfferCountered"}


def application_of(fact: Any) -> Application | None:
    """The application that a fact is about, with both sides. One query."""
    rows = Application.objects.select_related("campaign__brand", "influencer")
    if getattr(fact, "application_id", ""):
        return rows.filter(pk=fact.application_id).first()
    return rows.filter(collaboration=fact.collaboration_id).first()


def line_data(fact: Any, application: Application) -> dict[str, Any]:
    """What a line keeps of its fact: plain values, so that it reads the same for ever."""
    side = getattr(fact, "side", "") or ACTORS.get(fact.label(), "")
    names = {BRAND: application.campaign.brand.name, INFLUENCER: application.influencer.name}
    kept = ("price_centimes", "position", "version", "collaboration_id", "application_id")
    values = {name: getattr(fact, name) for name in kept if hasattr(fact, name)}
    return {"side": side, "who": names.get(side, ""), **values}


def offer_of(fact: Any, application: Application) -> Offer | None:
    """The round of negotiation that a fact tells of, None for another step. One query, or none."""
    if fact.label() not in {APPLIED, *OFFERS}:
        return None
    number = fact.number if fact.label() in OFFERS else 1
    return application.offers.select_related("made_by").filter(number=number).first()
