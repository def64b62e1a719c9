"""What a party declared about its taxes, and what becomes of it."""

from events.facts import reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people
from notifications.selectors.subjects import Subject
from taxes.facts import CertificateEnding


@reacts_to(CertificateEnding)
def warn_of_the_certificate(fact: CertificateEnding) -> None:
    """Those who move the party's money learn what it costs to let it end."""
    wallet = Subject(f"wallet:{fact.party_id}")  # a wallet is the party that is taxed
    to = path("payments:creator-tax")
    post(fact, "certificate_ending", people.holders(fact.party_id), wallet, to, until_on=fact.ends_on)
