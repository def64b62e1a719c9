"""Writes of the treasury. Lock order: statement line, match, then what payments locks."""

from treasury.services.matches import approve_match, propose_match, refuse_match
from treasury.services.reconciliation import explain_difference, read_provider_report, reconcile
from treasury.services.statements import MAX_BYTES, read_statement

__all__ = [
    "MAX_BYTES",
    "approve_match",
    "explain_difference",
    "propose_match",
    "read_provider_report",
    "read_statement",
    "reconcile",
    "refuse_match",
]
