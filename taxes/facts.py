"""What taxes tell the floors above. Ids are strings, days ISO."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CertificateEnding(Fact):
    """A tax-regularity certificate counts until `ends_on`; from the day after all of the VAT is withheld."""

    party_id: str
    profile_id: str
    ends_on: str
    left_days: int
