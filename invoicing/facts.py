"""What papers tell the floors above."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DocumentsIssued(Fact):
    """These papers of one wallet were issued together; `numbers` are theirs, in the same order."""

    wallet_id: str
    wallet_kind: str
    document_ids: list[str]
    numbers: list[str]


@dataclass(frozen=True, kw_only=True)
class DocumentResent(DocumentsIssued):
    """Staff sent papers once more because somebody asked for them."""


@dataclass(frozen=True, kw_only=True)
class MandateAccepted(Fact):
    """From now on the platform writes this creator's invoices in their name."""

    wallet_id: str
    version: str


@dataclass(frozen=True, kw_only=True)
class MandateRevoked(Fact):
    """From now on the creator writes their own invoices."""

    wallet_id: str
    version: str
