"""Writes of the marketplace.

One lock order everywhere: campaign, application, collaboration, deliverable, escrow, ledger (services.locks).
One way to change a state: moves.advance, which keeps map, clock, history and fact together.
"""

from campaigns.services.acceptance import accept_application
from campaigns.services.applications import (
    apply_to_campaign,
    reject_application,
    shortlist_application,
    withdraw_application,
)
from campaigns.services.briefs import create_campaign, duplicate_campaign, update_campaign
from campaigns.services.campaigns import approve_campaign, reject_campaign, submit_for_approval
from campaigns.services.cancellations import cancel_campaign, cancel_collaboration
from campaigns.services.chargebacks import follow_chargeback
from campaigns.services.closing import close_campaign
from campaigns.services.deliverables import (
    accept_deliverable,
    publish_deliverable,
    review_deliverable,
    send_back_unreadable,
    submit_deliverable,
)
from campaigns.services.disputes import add_evidence, decide_dispute, open_dispute, read_conversation
from campaigns.services.offers import counter_offer, make_offer
from campaigns.services.retention import forget_old_drafts
from campaigns.services.signatures import mark_funded, sign_collaboration
from campaigns.services.ticking import Beat, run_clocks

__all__ = [
    "Beat",
    "accept_application",
    "accept_deliverable",
    "add_evidence",
    "apply_to_campaign",
    "approve_campaign",
    "cancel_campaign",
    "cancel_collaboration",
    "close_campaign",
    "counter_offer",
    "create_campaign",
    "decide_dispute",
    "duplicate_campaign",
    "follow_chargeback",
    "forget_old_drafts",
    "make_offer",
    "mark_funded",
    "open_dispute",
    "publish_deliverable",
    "read_conversation",
    "reject_application",
    "reject_campaign",
    "review_deliverable",
    "run_clocks",
    "send_back_unreadable",
    "shortlist_application",
    "sign_collaboration",
    "submit_deliverable",
    "submit_for_approval",
    "update_campaign",
    "withdraw_application",
]
