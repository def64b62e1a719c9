"""What the desk of papers turns down."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class IssuerNotConfigured(Refusal):
    """`missing` names what the house has not said of itself: nothing is invented, the paper stays owed."""

    code = "issuer_not_configured"
    status = 503
    detail = _(
        "Invoices cannot be issued yet: the platform's own identity is not complete. "
        "They stay owed and are issued as soon as it is."
    )


class LedgerDiffers(Refusal):
    """The sums of a closing are not those of its booking: no paper says what the ledger does not."""

    code = "ledger_differs"
    detail = _("What this document would say is not what the ledger booked. Our team looks at it.")


class NothingToSay(Refusal):
    """Nothing moved: no number is spent on an empty paper."""

    code = "nothing_to_say"
    detail = _("Nothing moved in this period, so there is no statement of it.")


class CannotCredit(Refusal):
    code = "cannot_credit"
    detail = _("A credit note takes back a part of a fee invoice of ours, at most what is left of it.")


class AlreadyMandated(Refusal):
    code = "already_mandated"
    detail = _("You have already accepted this mandate.")


class DocumentDamaged(Refusal):
    """The bytes that are kept are not those that were issued: nobody gets them."""

    code = "document_damaged"
    status = 503
    detail = _("This file does not pass its check, so we do not hand it out. Our team has been told.")
