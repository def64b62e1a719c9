"""Tables between the house and its banks. Amounts are integer minor units of the currency beside them."""

from treasury.models.matches import Match
from treasury.models.reconciliation import Difference, ProviderReport, Reconciliation, ReportLine
from treasury.models.statements import Statement, StatementLine

__all__ = [
    "Difference",
    "Match",
    "ProviderReport",
    "Reconciliation",
    "ReportLine",
    "Statement",
    "StatementLine",
]
