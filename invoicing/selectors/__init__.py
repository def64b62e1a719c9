"""Reads of papers: what is owed, drafts, sheets, lists, proofs."""

from invoicing.selectors.audit import audit_documents, check_document, is_intact
from invoicing.selectors.closings import closing_of, closings
from invoicing.selectors.digests import digest_of
from invoicing.selectors.drafts import Draft, key_of
from invoicing.selectors.drafts_credit import credit_draft, left_of
from invoicing.selectors.drafts_period import statement_draft
from invoicing.selectors.journals import Journal, csv_pieces, xlsx_bytes
from invoicing.selectors.letters import printable
from invoicing.selectors.lists import documents_of, undrawn_documents
from invoicing.selectors.mandates import hash_of, mandate_at, mandate_of, mandate_text
from invoicing.selectors.owing import draft_of, due_documents, period_wallets, unowed_parts, unowed_payouts
from invoicing.selectors.papers import LANGUAGES, pdf_of, picture_of
from invoicing.selectors.parties import can_be_billed_for, house, party

__all__ = [
    "LANGUAGES",
    "Draft",
    "Journal",
    "audit_documents",
    "can_be_billed_for",
    "check_document",
    "closing_of",
    "closings",
    "credit_draft",
    "csv_pieces",
    "digest_of",
    "documents_of",
    "draft_of",
    "due_documents",
    "hash_of",
    "house",
    "is_intact",
    "key_of",
    "left_of",
    "mandate_at",
    "mandate_of",
    "mandate_text",
    "party",
    "pdf_of",
    "period_wallets",
    "picture_of",
    "printable",
    "statement_draft",
    "undrawn_documents",
    "unowed_parts",
    "unowed_payouts",
    "xlsx_bytes",
]
