"""Reads of the treasury: what a line could be, and what two of the three do not agree on."""

from treasury.selectors.compare import Finding, compare
from treasury.selectors.suggestions import Suggestion, suggest, suggestions

__all__ = ["Finding", "Suggestion", "compare", "suggest", "suggestions"]
