"""Copies of the data, deletions of accounts, and what people ask about their data."""

from privacy.models.deletions import Deletion
from privacy.models.exports import Export
from privacy.models.requests import PrivacyRequest

__all__ = ["Deletion", "Export", "PrivacyRequest"]
