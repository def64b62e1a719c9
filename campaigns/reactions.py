"""What the marketplace does when the bank has learnt something first."""

from campaigns.models import Collaboration
from campaigns.services import mark_funded
from events.facts import reacts_to
from payments.facts import EscrowFunded


@reacts_to(EscrowFunded)
def begin_the_work(fact: EscrowFunded) -> None:
    """The money is here: mark the collaboration funded. Twice, late or for another kind of deal: nothing."""
    if Collaboration.objects.filter(pk=fact.deal_id).exists():
        mark_funded(collaboration_id=fact.deal_id)
