"""Kinds gathered as people choose about them, and whom they concern."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.selectors.kinds.contracts import CONTRACTS
from notifications.selectors.kinds.deadlines import DEADLINES
from notifications.selectors.kinds.house import HOUSE
from notifications.selectors.kinds.machines import MACHINES
from notifications.selectors.kinds.market import MARKET
from notifications.selectors.kinds.money import MONEY
from notifications.selectors.kinds.talks import TALKS
from notifications.selectors.kinds.teams import TEAMS
from notifications.selectors.kinds.work import WORK

SECURITY = (
    *("payout_method_added", "payout_method_removed", "mandate_accepted", "mandate_revoked"),
    *("ownership_moved", "spending_limit_set", "spending_limit_off", "conversation_read"),
    "conversation_read_dispute",
)
# Asked in a team, but about payments.
APPROVALS = ("approval_asked", "approval_given", "approval_refused")
PAPERS = ("documents_issued", "document_resent")
_ELSEWHERE = {*SECURITY, *APPROVALS, *PAPERS}
# Two kinds that are one event to people: the choice about the second holds for the first too.
LIKE = {
    "deadline_campaign_rejected": "deadline_campaign_draft",
    "deadline_application_shortlisted": "deadline_application_pending",
    "contract_unfunded": "contract_unsigned",
    "webhook_disabled_staff": "webhook_disabled",
    "chargeback_opened_late": "chargeback_opened",
    "chargeback_won_late": "chargeback_won",
    "draft_approved_alone": "draft_approved",
    "conversation_read_dispute": "conversation_read",
}
STAFF_ONLY = {
    *("campaign_submitted", "dispute_opened_staff", "payout_requested_staff", "chargeback_opened_staff"),
    *("chargeback_owed_staff", "ledger_red", "ledger_hold_lifted", "correction_proposed"),
    *("report_received_staff", "deadline_campaign_pending_approval", "deadline_collaboration_disputed"),
}
BRAND_ONLY = {
    *("campaign_approved", "campaign_rejected", "campaign_unanswered", "campaign_started"),
    *("campaign_reopened", "campaign_completed", "campaign_closed", "application_sent", "offer_countered"),
    *("offer_accepted", "application_withdrawn", "contract_ready_brand", "contract_funded_brand"),
    *("draft_submitted", "draft_approved_brand", "content_published", "content_accepted_brand"),
    *("application_lapsed_brand", "delivery_late_brand", "refund_settled", "payment_failed"),
    *("chargeback_owed", *TEAMS),
    *("plan_charged", "plan_reminded", "plan_paid", "plan_card_declined", "plan_changed"),
    *("deadline_campaign_draft", "deadline_campaign_open", "deadline_application_pending"),
    *("deadline_application_countered", "deadline_collaboration_signed"),
    *("deadline_deliverable_submitted", "deadline_deliverable_published"),
}
CREATOR_ONLY = {
    *("campaign_changed", "application_shortlisted", "offer_made", "application_accepted"),
    *("application_rejected", "application_closed", "contract_ready_creator", "contract_funded_creator"),
    *("application_lapsed", "changes_requested", "draft_approved", "content_accepted"),
    "delivery_late_creator",
    *("money_available", "payout_method_added", "payout_method_removed", "payout_delayed"),
    *("payout_requested", "payout_approved", "payout_paid", "payout_failed"),
    "certificate_ending",
    *("mandate_accepted", "mandate_revoked", "deadline_application_offered", "deadline_deliverable_due"),
    *("deadline_deliverable_changes_requested", "deadline_deliverable_approved"),
}


@dataclass(frozen=True)
class Group:
    """`is_locked`: always told on the site and by e-mail, whatever the reader chose."""

    label: Promise | str
    kinds: tuple[str, ...]
    is_locked: bool = False


def _rest(*tables: dict) -> tuple[str, ...]:
    return tuple(name for table in tables for name in table if name not in _ELSEWHERE)


GROUPS: dict[str, Group] = {
    "security": Group(pgettext_lazy("notices", "Security"), SECURITY, is_locked=True),
    "money": Group(pgettext_lazy("notice", "Money"), (*_rest(MONEY), *APPROVALS), is_locked=True),
    "deadlines": Group(_("Deadlines"), _rest(DEADLINES)),
    "deals": Group(_("Contracts"), _rest(CONTRACTS, WORK)),
    "market": Group(_("Campaigns and applications"), _rest(MARKET)),
    "messages": Group(_("Messages"), _rest(TALKS)),
    "papers": Group(pgettext_lazy("notices", "Documents"), PAPERS),
    "team": Group(_("Team"), _rest(TEAMS, MACHINES)),
    "news": Group(_("News from InfluMaroc"), _rest(HOUSE)),
}
_GROUP_OF = {kind: name for name, group in GROUPS.items() for kind in group.kinds}


def event_of(kind: str) -> str:
    """The kind under whose name people choose."""
    return LIKE.get(kind, kind)


def group_of(kind: str) -> str:
    """The name of its group; a kind that is gone reads as news."""
    return _GROUP_OF.get(kind, "news")


def is_locked(kind: str) -> bool:
    return GROUPS[group_of(kind)].is_locked


def concerns(kind: str, role: str) -> bool:
    """May somebody of this role ever be told it? Kinds of both sides concern brands and creators."""
    if role == "staff":
        return kind in STAFF_ONLY or kind in HOUSE
    others = STAFF_ONLY | (CREATOR_ONLY if role == "brand" else BRAND_ONLY)
    return kind not in others
