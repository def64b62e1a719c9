"""Contracts: signatures, funds, ends and disputes, in the same words for both sides."""

from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import BRAND_PAYS, CREATOR_GETS, Kind

CONTRACTS = {
    "contract_signed": Kind(
        _("The other side has signed"),
        _("%(party)s has signed the contract “%(campaign)s”. Your signature is expected before %(due)s."),
        "file-pen",
        "primary",
        asks=True,
        is_mailed=True,
    ),
    "contract_ready_brand": Kind(
        _("Funds to secure"),
        _(
            "Both sides have signed “%(campaign)s”. Once %(total)s are secured, %(influencer)s can begin. "
            "Expected before %(due)s."
        ),
        "lock",
        "primary",
        asks=True,
        is_mailed=True,
        rows=BRAND_PAYS,
    ),
    "contract_ready_creator": Kind(
        _("Contract signed"),
        _("Both sides have signed “%(campaign)s”. The work begins once the funds are secured, not before."),
        "file-check",
        "info",
    ),
    "contract_funded_creator": Kind(
        _("The money is here, the work can begin"),
        _(
            "%(brand)s has secured the price of “%(campaign)s”. "
            "%(net)s are yours once everything is accepted."
        ),
        "shield-check",
        "success",
        asks=True,
        is_mailed=True,
        rows=CREATOR_GETS,
    ),
    "contract_funded_brand": Kind(
        _("Funds secured"),
        _("%(total)s are secured for “%(campaign)s”. %(influencer)s can begin."),
        "shield-check",
        "success",
        is_mailed=True,
        rows=BRAND_PAYS,
    ),
    "contract_completed": Kind(
        _("Contract completed"),
        _("“%(campaign)s”, between %(brand)s and %(influencer)s, is completed."),
        "circle-check",
        "success",
        is_mailed=True,
    ),
    "contract_cancelled": Kind(
        _("Contract cancelled"),
        _(
            "%(party)s has ended the contract “%(campaign)s”. "
            "For the creator: %(share)s of the price. Back to the brand: %(refund)s."
        ),
        "circle-slash",
        "warning",
        is_mailed=True,
    ),
    "contract_unsigned": Kind(
        _("Contract lapsed"),
        _("“%(campaign)s” was not signed in time. Nobody owes anything."),
        "timer-off",
        is_mailed=True,
    ),
    "contract_unfunded": Kind(
        _("Contract lapsed"),
        _("The funds of “%(campaign)s” were not secured in time. Nobody owes anything."),
        "timer-off",
        is_mailed=True,
    ),
    "contract_refunded": Kind(
        _("Contract refunded"),
        _("Nothing was delivered for “%(campaign)s”: %(refund)s of the price go back to the brand."),
        "undo-2",
        is_mailed=True,
    ),
    "retention_started": Kind(
        _("Everything is accepted"),
        _(
            "“%(campaign)s” is finished. The last part of the price is retained until %(until)s, then paid "
            "by itself."
        ),
        "hourglass",
        "success",
        is_mailed=True,
    ),
    "dispute_opened": Kind(
        _("A dispute is open"),
        _("%(party)s has opened a dispute on “%(campaign)s”. The money does not move until it is decided."),
        "scale",
        "danger",
        is_mailed=True,
    ),
    "dispute_opened_staff": Kind(
        _("A dispute to decide"),
        _("%(party)s has opened a dispute on “%(campaign)s”. A decision is expected before %(due)s."),
        "scale",
        "danger",
        asks=True,
    ),
    "evidence_added": Kind(
        _("New evidence in the dispute"),
        _("%(party)s has added files to the dispute on “%(campaign)s”. You may answer with yours."),
        "scale",
        "danger",
    ),
    "dispute_decided": Kind(
        _("Dispute decided"),
        _("“%(campaign)s”: %(share)s of the price for the creator, %(refund)s back to the brand."),
        "scale",
        "info",
        is_mailed=True,
    ),
}
