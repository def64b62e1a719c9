"""Every way the marketplace says no. NotAllowed, WrongState and Stale come from kit."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class BriefIncomplete(Refusal):
    """`missing` lists the codes of campaigns.selectors.missing_items."""

    code = "brief_incomplete"
    detail = _("Something is still missing in this brief.")


class FrozenFields(Refusal):
    """`fields` names what cannot change any more: somebody applied on these terms."""

    code = "frozen_fields"
    detail = _(
        "Creators have applied on these terms, so money, dates and deliverables cannot change any more."
    )


class ReasonMissing(Refusal):
    code = "reason_missing"
    status = 400
    detail = _("Give a reason; the other side will read it.")


class PriceOutOfRange(Refusal):
    code = "price_out_of_range"
    status = 400
    detail = _("Give a price above zero.")


class ApplicationsClosed(Refusal):
    code = "applications_closed"
    detail = _("This campaign takes no more applications.")


class AlreadyApplied(Refusal):
    code = "already_applied"
    detail = _("You have already applied to this campaign.")


class NotEligible(Refusal):
    """`missing` lists criteria: listed, min_followers."""

    code = "not_eligible"
    detail = _("Your profile does not meet what this campaign asks for.")


class CampaignFull(Refusal):
    code = "campaign_full"
    detail = _("Every place of this campaign is taken.")


class OverBudget(Refusal):
    """`left_centimes` is what the budget still holds, `missing_centimes` what lacks."""

    code = "over_budget"
    detail = _("This price is more than what is left of the budget.")


class NotYourTurn(Refusal):
    code = "not_your_turn"
    detail = _("The other side has to answer first.")


class TooManyRounds(Refusal):
    code = "too_many_rounds"
    detail = _("You have exchanged enough offers: accept the last one or decline.")


class TermsChanged(Refusal):
    code = "terms_changed"
    detail = _("This is not the text you are asked to sign. Read the contract again.")


class AlreadySigned(Refusal):
    code = "already_signed"
    detail = _("Your side has already signed.")


class NameMissing(Refusal):
    code = "name_missing"
    status = 400
    detail = _("Type your full name to sign.")


class NotFunded(Refusal):
    code = "not_funded"
    detail = _("No work before the funds are secured.")


class InDispute(Refusal):
    code = "in_dispute"
    detail = _("A dispute is open: everything waits for its decision.")


class NoRevisionsLeft(Refusal):
    code = "no_revisions_left"
    detail = _("The agreed changes are used up: approve this version or open a dispute.")


class CommentMissing(Refusal):
    code = "comment_missing"
    status = 400
    detail = _("Say what should change.")


class WrongPlatform(Refusal):
    """`platform` is where it should have been published, `hosts` the addresses accepted."""

    code = "wrong_platform"
    status = 400
    detail = _("This address does not belong to the platform of the deliverable.")


class WrongOwner(Refusal):
    """`handle` is what the address shows, `expected` what the profile declares."""

    code = "wrong_owner"
    status = 400
    detail = _("This address shows another account than the one you declared.")


class ProofUsed(Refusal):
    code = "proof_used"
    detail = _("This address already proves another deliverable.")


class TooManyAttached(Refusal):
    """`limit` says how many files one may be put forward with, or one side of a dispute may put forward."""

    code = "too_many_attached"
    status = 400
    detail = _("Too many files: ten at a time, and thirty of each side in a dispute.")


class MoneyHeld(Refusal):
    """`collaborations` are the numbers of the contracts with money held, `held_centimes` how much."""

    code = "money_held"
    detail = _("Money is held for this campaign. End its contracts first, one by one.")


class ShareTooLow(Refusal):
    """`min_bps` covers what was already accepted; nobody can take that back."""

    code = "share_too_low"
    status = 400
    detail = _("What was already accepted stays paid: the share cannot be lower.")


class WorkIsDone(Refusal):
    code = "work_is_done"
    detail = _(
        "Everything was accepted: there is nothing left to cancel. The retained part is paid out on its day, "
        "or open a dispute."
    )
