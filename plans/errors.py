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
