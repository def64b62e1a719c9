"""T8: the house's bank, matched by two people; what providers say, compared; differences, explained."""

from treasury.admin.reconciliation import DifferenceAdmin, ProviderReportAdmin, ReconciliationAdmin
from treasury.admin.statements import LineAdmin, MatchAdmin, StatementAdmin

__all__ = [
    "DifferenceAdmin",
    "LineAdmin",
    "MatchAdmin",
    "ProviderReportAdmin",
    "ReconciliationAdmin",
    "StatementAdmin",
]
