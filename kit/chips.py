"""The one table of states: tone, icon and word of every chip. No template chooses its own."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _p

Tone = Literal["", "primary", "success", "warning", "danger", "info", "accent"]


@dataclass(frozen=True)
class Chip:
    """How one state looks and what it is called."""

    tone: Tone
    icon: str
    label: Promise | str


# The context of each word is its subject, so that French and Arabic can agree with it in gender.
CHIPS: dict[str, dict[str, Chip]] = {
    "sending": {
        "owed": Chip("warning", "hourglass", _p("sending", "Waiting")),
        "digest": Chip("info", "calendar", _p("sending", "In the next digest")),
        "sent": Chip("success", "circle-check", _p("sending", "Sent")),
        "withheld": Chip("", "ban", _p("sending", "Not sent")),
        "failed": Chip("danger", "circle-x", _p("sending", "Given up")),
    },
    "report": {
        "open": Chip("warning", "flag", _p("report", "Open")),
        "closed": Chip("", "circle-check", _p("report", "Closed")),
    },
    "campaign": {
        "draft": Chip("", "pencil", _p("campaign", "Draft")),
        "pending_approval": Chip("warning", "hourglass", _p("campaign", "In review")),
        "rejected": Chip("warning", "rotate-ccw", _p("campaign", "To correct")),
        "open": Chip("success", "megaphone", _p("campaign", "Open")),
        "in_progress": Chip("primary", "circle-play", _p("campaign", "In progress")),
        "completed": Chip("success", "circle-check", _p("campaign", "Completed")),
        "cancelled": Chip("", "circle-slash", _p("campaign", "Cancelled")),
    },
    "application": {
        "pending": Chip("warning", "hourglass", _p("application", "In review")),
        "shortlisted": Chip("info", "bookmark", _p("application", "Shortlisted")),
        "offered": Chip("primary", "handshake", _p("application", "Offer")),
        "countered": Chip("primary", "handshake", _p("application", "Counter-offer")),
        "accepted": Chip("success", "circle-check", _p("application", "Accepted")),
        "rejected": Chip("", "ban", _p("application", "Declined")),
        "withdrawn": Chip("", "undo-2", _p("application", "Withdrawn")),
        "lapsed": Chip("", "timer-off", _p("application", "Lapsed")),
    },
    "collaboration": {
        "agreed": Chip("primary", "file-pen", _p("collaboration", "To sign")),
        "signed": Chip("primary", "file-check", _p("collaboration", "Signed")),
        "funded": Chip("success", "shield-check", _p("collaboration", "Funds secured")),
        "active": Chip("primary", "circle-play", _p("collaboration", "In progress")),
        "completed": Chip("success", "circle-check", _p("collaboration", "Completed")),
        "lapsed": Chip("", "timer-off", _p("collaboration", "Lapsed")),
        "cancelled": Chip("", "circle-slash", _p("collaboration", "Cancelled")),
        "disputed": Chip("danger", "scale", _p("collaboration", "In dispute")),
        "decided": Chip("info", "scale", _p("collaboration", "Decided")),
        "refunded": Chip("", "undo-2", _p("collaboration", "Refunded")),
    },
    "deliverable": {
        "due": Chip("", "calendar", _p("deliverable", "To deliver")),
        "submitted": Chip("primary", "hourglass", _p("deliverable", "To approve")),
        "changes_requested": Chip("warning", "rotate-ccw", _p("deliverable", "To change")),
        "approved": Chip("success", "check", _p("deliverable", "Approved")),
        "published": Chip("info", "external-link", _p("deliverable", "Published")),
        "accepted": Chip("success", "circle-check", _p("deliverable", "Finished")),
        "dropped": Chip("", "circle-slash", _p("deliverable", "Dropped")),
    },
    "escrow": {
        "pending": Chip("warning", "hourglass", _p("escrow", "Funds awaited")),
        "held": Chip("success", "shield-check", _p("escrow", "Funds secured")),
        "releasing": Chip("info", "send-horizontal", _p("escrow", "Being released")),
        "released": Chip("success", "landmark", _p("escrow", "Released")),
        "refunding": Chip("info", "undo-2", _p("escrow", "Being refunded")),
        "refunded": Chip("", "undo-2", _p("escrow", "Refunded")),
        "splitting": Chip("info", "split", _p("escrow", "Being split")),
        "split": Chip("", "split", _p("escrow", "Split")),
        "cancelled": Chip("", "circle-slash", _p("escrow", "Cancelled")),
    },
    # An escrow as the one who earns it sees it: "released" means that it can be drawn.
    "earning": {
        "held": Chip("success", "shield-check", _p("earning", "Protected")),
        "releasing": Chip("info", "send-horizontal", _p("earning", "On its way")),
        "released": Chip("success", "circle-check", _p("earning", "Available")),
        "refunding": Chip("info", "undo-2", _p("earning", "Sent back to the brand")),
        "refunded": Chip("", "undo-2", _p("earning", "Sent back to the brand")),
        "splitting": Chip("info", "split", _p("earning", "Being shared")),
        "split": Chip("success", "split", _p("earning", "Shared, available")),
    },
    "payment": {
        "pending": Chip("warning", "hourglass", _p("payment", "Waiting for the bank")),
        "paid": Chip("success", "circle-check", _p("payment", "Paid")),
        "failed": Chip("danger", "circle-x", _p("payment", "Failed")),
        "expired": Chip("", "timer-off", _p("payment", "Expired")),
        "unknown": Chip("info", "refresh-cw", _p("payment", "Being checked")),
    },
    "gateway": {
        "open": Chip("success", "circle-check", _p("gateway", "Open")),
        "draining": Chip("warning", "hourglass", _p("gateway", "Closed to new payments")),
        "resting": Chip("danger", "clock", _p("gateway", "Does not answer")),
        "absent": Chip("", "circle-slash", _p("gateway", "Not set up")),
    },
    "providerevent": {
        "waiting": Chip("warning", "hourglass", _p("provider event", "Not handled yet")),
        "parked": Chip("info", "clock", _p("provider event", "Came too early")),
        "strange": Chip("danger", "circle-x", _p("provider event", "To look at")),
        "done": Chip("success", "circle-check", _p("provider event", "Handled")),
    },
    "refund": {
        "requested": Chip("warning", "hourglass", _p("refund", "Requested")),
        "sending": Chip("info", "send-horizontal", _p("refund", "On the way")),
        "done": Chip("success", "undo-2", _p("refund", "Refunded")),
        "failed": Chip("danger", "circle-x", _p("refund", "Failed")),
    },
    "stripe_account": {
        "started": Chip("", "pencil", _p("account", "Started")),
        "incomplete": Chip("warning", "rotate-ccw", _p("account", "To complete")),
        "checking": Chip("info", "hourglass", _p("account", "Being checked")),
        "ready": Chip("success", "circle-check", _p("account", "Ready")),
        "refused": Chip("danger", "circle-x", _p("account", "Refused")),
    },
    "payout": {
        "requested": Chip("warning", "hourglass", _p("payout", "Requested")),
        "approved": Chip("primary", "check", _p("payout", "Approved")),
        "sending": Chip("info", "send-horizontal", _p("payout", "On the way")),
        "unknown": Chip("warning", "refresh-cw", _p("payout", "Being checked")),
        "paid": Chip("success", "landmark", _p("payout", "Paid out")),
        "failed": Chip("danger", "circle-x", _p("payout", "Failed")),
        # What its owner cancelled: stored as failed, with that reason.
        "cancelled": Chip("", "circle-slash", _p("payout", "Cancelled")),
    },
    "payout_batch": {
        "built": Chip("warning", "hourglass", _p("payout batch", "To check")),
        "released": Chip("primary", "check", _p("payout batch", "Released")),
        "sent": Chip("info", "send-horizontal", _p("payout batch", "At the bank")),
        "cancelled": Chip("", "circle-slash", _p("payout batch", "Cancelled")),
    },
    "chargeback": {
        "opened": Chip("danger", "scale", _p("chargeback", "Opened")),
        "won": Chip("success", "circle-check", _p("chargeback", "Won")),
        "lost": Chip("warning", "circle-x", _p("chargeback", "Lost")),
    },
    "approval": {
        "asked": Chip("warning", "hourglass", _p("approval", "Asked for")),
        "approved": Chip("success", "circle-check", _p("approval", "Approved")),
        "refused": Chip("danger", "ban", _p("approval", "Refused")),
        "expired": Chip("", "timer-off", _p("approval", "Expired")),
    },
    "correction": {
        "proposed": Chip("warning", "hourglass", _p("correction", "Second look")),
        "approved": Chip("success", "circle-check", _p("correction", "Posted")),
        "refused": Chip("", "ban", _p("correction", "Refused")),
    },
    "tax_profile": {
        "declared": Chip("warning", "hourglass", _p("tax profile", "Declared")),
        "verified": Chip("success", "circle-check", _p("tax profile", "Proof seen")),
        "refused": Chip("danger", "ban", _p("tax profile", "Refused")),
    },
    "subscription": {
        "active": Chip("success", "circle-check", _p("subscription", "Active")),
        "past_due": Chip("danger", "alarm-clock", _p("subscription", "Payment late")),
        "ended": Chip("", "circle-x", _p("subscription", "Ended")),
    },
    "card_plan": {
        "open": Chip("warning", "hourglass", _p("card plan", "On Stripe's page")),
        "running": Chip("success", "circle-check", _p("card plan", "Running")),
        "ended": Chip("", "circle-x", _p("card plan", "Ended")),
        "lapsed": Chip("", "timer-off", _p("card plan", "Never paid")),
    },
    "charge": {
        "due": Chip("warning", "hourglass", _p("charge", "To be paid")),
        "paid": Chip("success", "circle-check", _p("charge", "Paid")),
        "void": Chip("", "circle-x", _p("charge", "Given up")),
    },
    "statement_line": {
        "open": Chip("warning", "hourglass", _p("statement line", "Not matched")),
        "proposed": Chip("info", "eye", _p("statement line", "Second look")),
        "matched": Chip("success", "circle-check", _p("statement line", "Matched")),
    },
    "match": {
        "proposed": Chip("warning", "hourglass", _p("match", "Second look")),
        "approved": Chip("success", "circle-check", _p("match", "Agreed")),
        "refused": Chip("danger", "ban", _p("match", "Refused")),
    },
    "file": {
        "uploading": Chip("", "send-horizontal", _p("file", "Being sent")),
        "scanning": Chip("warning", "hourglass", _p("file", "Being checked")),
        "processing": Chip("info", "refresh-cw", _p("file", "Being prepared")),
        "ready": Chip("success", "circle-check", _p("file", "Ready")),
        "refused": Chip("danger", "ban", _p("file", "Refused")),
        "removed": Chip("", "circle-slash", _p("file", "Removed")),
    },
    "endpoint": {
        "active": Chip("success", "circle-check", _p("endpoint", "Active")),
        "disabled": Chip("danger", "circle-slash", _p("endpoint", "Switched off")),
        "removed": Chip("", "circle-x", _p("endpoint", "Removed")),
    },
    "call": {
        "owed": Chip("warning", "hourglass", _p("call", "Waiting")),
        "sent": Chip("success", "circle-check", _p("call", "Arrived")),
        "failed": Chip("danger", "circle-x", _p("call", "Given up")),
    },
    # Whose move it is: not a stored state, but the chip that people look for first.
    "turn": {
        "you": Chip("primary", "circle-dot", _p("turn", "Your turn")),
        "them": Chip("", "clock", _p("turn", "Waiting")),
        "nobody": Chip("", "circle-check", _p("turn", "Nothing to do")),
        "overdue": Chip("danger", "alarm-clock", _p("turn", "Overdue")),
    },
}


def chip(subject: str, state: str) -> Chip:
    """The chip of one state. KeyError on a state that nobody drew: a test keeps the table complete."""
    return CHIPS[subject][str(state)]
