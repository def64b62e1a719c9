"""What plans do when the bank learns something: Stripe's mirror has a newer subscription or invoice."""

from events.facts import reacts_to
from payments.facts import StripeObjectChanged
from plans.selectors import subscription_of_invoice
from plans.services import follow_card_plan


@reacts_to(StripeObjectChanged)
def follow_stripe(fact: StripeObjectChanged) -> None:
    """Its newest state counts, whichever of its events this is. What is not ours changes nothing."""
    if fact.kind == "subscription":
        follow_card_plan(stripe_id=fact.object_id)
    elif fact.kind == "invoice":
        stripe_id = subscription_of_invoice(fact.object_id)
        if stripe_id:
            follow_card_plan(stripe_id=stripe_id)
