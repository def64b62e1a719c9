"""Writes of papers: owing them, issuing them, their bytes, mandates, fees given back.

One lock order: what payments locks (escrow, wallet), the row that is owed, the series, the ledger. A
transaction issues papers of one series only.
"""

from invoicing.services.credits import credit_invoice
from invoicing.services.files import fetch_file, keep_file, keep_files, read_file
from invoicing.services.mandates import accept_mandate, revoke_mandate
from invoicing.services.numbering import issue
from invoicing.services.owing import (
    issue_owed,
    owe_closing,
    owe_parts,
    owe_payout,
    owe_plan,
    owe_statements,
    ring,
)
from invoicing.services.telling import resend_document, tell_issued

__all__ = [
    "accept_mandate",
    "credit_invoice",
    "fetch_file",
    "issue",
    "issue_owed",
    "keep_file",
    "keep_files",
    "owe_closing",
    "owe_parts",
    "owe_payout",
    "owe_plan",
    "owe_statements",
    "read_file",
    "resend_document",
    "revoke_mandate",
    "ring",
    "tell_issued",
]
