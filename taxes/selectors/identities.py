"""Who a party is on papers."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What an invoice says of one party. `party_id` is the id of its wallet; what is not known is empty."""

    party_id: str
    legal_name: str = ""
    address: str = ""
    city: str = ""
    country: str = "MA"
    ice: str = ""
    if_number: str = ""
    rc: str = ""
    tp_number: str = ""
    cnss: str = ""
    status: str = ""
    is_vat_liable: bool = False
    language: str = ""


def identity_of(party_id: Any) -> Identity:
    """What is known of a party: nothing, until the app keeps it."""
    return Identity(party_id=str(party_id))
