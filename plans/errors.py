"""What plans turn down."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class PlanLimit(Refusal):
    """`limit` names what is counted, `allowed` how many the plan has, `plan` which one it is."""

    code = "plan_limit"
    detail = _("Your plan allows %(allowed)s of these at a time. Close one, or choose a larger plan.")


class ChargeOpen(Refusal):
    code = "charge_open"
    detail = _("Your last charge is not paid yet: pay it first, then change the plan.")


class SamePlan(Refusal):
    code = "same_plan"
    detail = _("This is the plan you have.")


class CardNotOffered(Refusal):
    code = "card_not_offered"
    detail = _("Paying a plan by card is not available now. A bank transfer is.")


class CardPageOpen(Refusal):
    code = "card_page_open"
    detail = _("A card payment for a plan is open: finish it, or give it up first.")


class CardAtStripe(Refusal):
    """Paid or not, something of the brand's lives on at Stripe: never two at a time."""

    code = "card_at_stripe"
    detail = _(
        "A card payment of your brand is still under way at Stripe. Wait until it counts or ends, and do not"
        " pay twice."
    )


class CardDeclined(Refusal):
    code = "card_declined"
    detail = _("Your card was not charged, and your plan stays as it is. Try another card.")


class WishOpen(Refusal):
    code = "wish_open"
    detail = _("A change is already asked of Stripe: wait for its answer.")


class FollowsStripe(Refusal):
    """What is paid by card changes when Stripe says so."""

    code = "follows_stripe"
    detail = _("This plan is paid by card: it is changed through Stripe.")
