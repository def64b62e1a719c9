"""What the bank tells, and the papers that are owed then. Idempotent: a paper has one key."""

from events.facts import reacts_to
from invoicing.services import owe_closing, owe_payout, owe_plan
from payments.facts import EscrowReleased, EscrowSplit, PayoutPaid
from plans.facts import PlanPaid


@reacts_to(EscrowReleased)
def owe_papers_of_release(fact: EscrowReleased) -> None:
    """Each part that was given away owes its invoices."""
    owe_closing(escrow_id=fact.escrow_id)


@reacts_to(EscrowSplit)
def owe_papers_of_split(fact: EscrowSplit) -> None:
    """So does the part of a part; what went back is not billed."""
    owe_closing(escrow_id=fact.escrow_id)


@reacts_to(PayoutPaid)
def owe_payout_statement(fact: PayoutPaid) -> None:
    """Money that reached the bank owes its statement."""
    owe_payout(payout_id=fact.payout_id)


@reacts_to(PlanPaid)
def owe_plan_invoice(fact: PlanPaid) -> None:
    """A plan that was paid for owes its invoice."""
    owe_plan(charge_id=fact.charge_id)
