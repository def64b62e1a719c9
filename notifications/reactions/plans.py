"""A brand's plan: what has to be paid, what changed."""

from typing import Any

from events.facts import Fact, reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people
from notifications.selectors.subjects import Subject
from plans import facts
from plans.models import Plan


def _tell(fact: Fact, kind: str, wallet_id: str, **data: Any) -> None:
    thread = Subject(f"plan:{wallet_id}")
    post(fact, kind, people.holders(wallet_id), thread, path("plans:plan"), **data)


@reacts_to(facts.PlanCharged)
def ask_for_the_plan(fact: facts.PlanCharged) -> None:
    """Those who look into the wallet learn what to transfer."""
    _tell(
        fact,
        "plan_charged",
        fact.wallet_id,
        amount_centimes=fact.total_centimes,
        reference=fact.reference,
    )


@reacts_to(facts.PlanReminded)
def remind_of_the_plan(fact: facts.PlanReminded) -> None:
    """Late, and for how long it may still be."""
    _tell(
        fact,
        "plan_reminded",
        fact.wallet_id,
        amount_centimes=fact.total_centimes,
        reference=fact.reference,
        left=fact.left_days,
    )


@reacts_to(facts.PlanCardDeclined)
def tell_of_the_card(fact: facts.PlanCardDeclined) -> None:
    """Once for each time Stripe tried."""
    _tell(fact, "plan_card_declined", fact.wallet_id, amount_centimes=fact.total_centimes)


@reacts_to(facts.PlanPaid)
def thank_for_the_plan(fact: facts.PlanPaid) -> None:
    """It arrived."""
    _tell(fact, "plan_paid", fact.wallet_id)


@reacts_to(facts.PlanChanged)
def tell_of_the_plan(fact: facts.PlanChanged) -> None:
    """Another plan counts."""
    _tell(fact, "plan_changed", fact.wallet_id, plan=str(Plan.Code(fact.plan).label))
