"""Reads of the treasury: what a line could be, and what two of the three do not agree on."""

from treasury.selectors.compare import Finding, compare
from treasury.selectors.lines import lines_with_match
from treasury.selectors.suggestions import Suggestion, suggest, suggestions

__all__ = ["Finding", "Suggestion", "compare", "lines_with_match", "suggest", "suggestions"]
