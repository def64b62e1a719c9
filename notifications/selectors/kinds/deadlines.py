"""Warnings before a deadline: who owes what, and what happens by itself without an answer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.selectors.kinds.kind import Kind


def _near(title: Promise | str, text: Promise | str) -> Kind:
    return Kind(title, text, "alarm-clock", "warning", asks=True, is_mailed=True)


_DRAFT = _near(_("A draft is waiting"), _("“%(campaign)s” will be closed on %(due)s unless it is continued."))
_APPLICATION = _near(
    _("An application waits for you"),
    _("The application of %(influencer)s to “%(campaign)s” lapses on %(due)s."),
)

DEADLINES = {
    "certificate_ending": _near(
        _("Your tax certificate ends"),
        _(
            "Your tax-regularity certificate counts until %(until)s. After that day all of the VAT is "
            "withheld from you instead of three quarters: enter the new one before."
        ),
    ),
    "deadline": _near(_("A deadline is near"), _("An answer on “%(campaign)s” is expected before %(due)s.")),
    "deadline_campaign_draft": _DRAFT,
    "deadline_campaign_rejected": _DRAFT,
    "deadline_campaign_open": _near(
        _("Applications close soon"), _("Applications to “%(campaign)s” close on %(due)s.")
    ),
    "deadline_campaign_pending_approval": _near(
        _("A campaign to examine"),
        _("“%(campaign)s”, by %(brand)s, waits for an answer until %(due)s."),
    ),
    "deadline_application_pending": _APPLICATION,
    "deadline_application_shortlisted": _APPLICATION,
    "deadline_application_offered": _near(
        _("An offer waits for you"), _("The offer of %(brand)s for “%(campaign)s” lapses on %(due)s.")
    ),
    "deadline_application_countered": _near(
        _("A counter-offer waits for you"),
        _("%(influencer)s waits for your answer on “%(campaign)s” until %(due)s."),
    ),
    "deadline_collaboration_agreed": _near(
        _("A contract to sign"),
        _("The contract “%(campaign)s” lapses on %(due)s unless both sides have signed."),
    ),
    "deadline_collaboration_signed": _near(
        _("Funds to secure"),
        _("The contract “%(campaign)s” lapses on %(due)s unless the funds are secured."),
    ),
    "deadline_collaboration_disputed": _near(
        _("A dispute to decide"),
        _("Without a decision, the dispute on “%(campaign)s” ends by itself on %(due)s."),
    ),
    "deadline_deliverable_due": _near(
        _("A draft is expected"), _("%(item)s for “%(campaign)s” is expected before %(due)s.")
    ),
    "deadline_deliverable_changes_requested": _near(
        _("A new version is expected"),
        _("The new version of %(item)s for “%(campaign)s” is expected before %(due)s."),
    ),
    "deadline_deliverable_approved": _near(
        _("A publication is expected"),
        _("The publication of %(item)s for “%(campaign)s” is expected before %(due)s."),
    ),
    "deadline_deliverable_submitted": _near(
        _("A draft to approve"),
        _("Without an answer from you, %(item)s for “%(campaign)s” is approved on %(due)s."),
    ),
    "deadline_deliverable_published": _near(
        _("A publication to accept"),
        _("Without an answer from you, %(item)s for “%(campaign)s” is accepted on %(due)s."),
    ),
}
