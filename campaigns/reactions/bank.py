"""What the marketplace does when the bank has learnt something first."""

from campaigns.models import Collaboration
from campaigns.services import follow_chargeback, mark_funded
from events.facts import reacts_to
from payments.facts import ChargebackFact, ChargebackLost, ChargebackOpened, ChargebackWon, EscrowFunded


@reacts_to(EscrowFunded)
def begin_the_work(fact: EscrowFunded) -> None:
    """The money is here: mark the collaboration funded. Twice, late or for another kind of deal: nothing."""
    if Collaboration.objects.filter(pk=fact.deal_id).exists():
        mark_funded(collaboration_id=fact.deal_id)


@reacts_to(ChargebackOpened)
def stop_the_clocks(fact: ChargebackOpened) -> None:
    """A bank took the payment back: no deadline runs until it has decided."""
    _follow(fact)


@reacts_to(ChargebackWon)
def start_the_clocks(fact: ChargebackWon) -> None:
    """The money is free again, and the deadlines begin anew."""
    _follow(fact)


@reacts_to(ChargebackLost)
def end_the_contract(fact: ChargebackLost) -> None:
    """What was held is gone: the contract is over."""
    _follow(fact)


def _follow(fact: ChargebackFact) -> None:
    if Collaboration.objects.filter(pk=fact.deal_id).exists():
        follow_chargeback(collaboration_id=fact.deal_id)
