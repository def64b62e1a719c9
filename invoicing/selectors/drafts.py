"""Papers before they have a number: what each kind says, read from what happened. Nothing is written here."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from invoicing.models import Document, Kind
from invoicing.selectors.parties import Party, house, language_of, party
from payments.models import Wallet


@dataclass(frozen=True, kw_only=True)
class Draft:
    """All of a paper but its number, day and digest. Without `issuer` it is the platform's own."""

    key: str
    kind: str
    recipient: Wallet
    recipient_data: Party
    issuer_data: Party
    content: dict[str, Any]
    issuer: Wallet | None = None
    other: Wallet | None = None
    currency: str = "MAD"
    net_centimes: int = 0
    vat_centimes: int = 0
    withheld_centimes: int = 0
    period_start: date | None = None
    period_end: date | None = None
    deal_id: UUID | None = None
    part_id: UUID | None = None
    payout_id: UUID | None = None
    related: Document | None = field(default=None)

    @property
    def total_centimes(self) -> int:
        return self.net_centimes + self.vat_centimes

    @property
    def language(self) -> str:
        return language_of(self.recipient_data)


def from_house(recipient: Wallet) -> dict[str, Any]:
    """The two parties of a paper of the platform. Raises IssuerNotConfigured."""
    return {"issuer_data": house(), "recipient": recipient, "recipient_data": party(recipient)}


def line(
    code: str, net_centimes: int, vat_centimes: int = 0, vat_bps: int | None = None, **about: Any
) -> dict:
    """One line of an invoice. `code` has its words in selectors/words.py. `vat_bps` none: no VAT."""
    return {
        "code": code,
        "quantity": 1,
        "unit_centimes": net_centimes,
        "vat_bps": vat_bps,
        "net_centimes": net_centimes,
        "vat_centimes": vat_centimes,
        "total_centimes": net_centimes + vat_centimes,
        **about,
    }


def key_of(kind: str, subject_id: Any) -> str:
    """The same cause gives the same paper once. A sale is billed in one way or the other."""
    word = "sale" if kind in {Kind.SELF_BILL, Kind.AMOUNT_DUE} else kind
    return f"{word}:{subject_id}"
