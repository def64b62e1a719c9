"""The invoice of a plan that a brand paid for."""

from datetime import timedelta
from typing import Any

from invoicing.models import Kind
from invoicing.selectors.drafts import Draft, from_house, key_of, line
from kit.dates import local_day
from plans.models import Charge, Plan


def plan_draft(charge: Charge) -> Draft:
    """What was charged and paid, at the rate of VAT that it was made with. Raises IssuerNotConfigured."""
    mode = "stripe" if charge.stripe_invoice else "bank"
    paid: dict[str, Any] = {"mode": mode, "reference": charge.reference}
    if charge.settled_at:
        paid["on"] = local_day(charge.settled_at)
    sold = line(
        *("plan", charge.net_centimes, charge.vat_centimes, charge.vat_bps),
        plan=str(Plan.Code(charge.plan_code).label),
        start=charge.from_on,
        end=charge.until_on - timedelta(days=1),
    )
    return Draft(
        key=key_of(Kind.PLAN, charge.pk),
        kind=Kind.PLAN,
        **from_house(charge.subscription.wallet),
        content={"lines": [sold], "notes": [], "paid": paid},
        currency=charge.currency,
        net_centimes=charge.net_centimes,
        vat_centimes=charge.vat_centimes,
        period_start=charge.from_on,
        period_end=charge.until_on - timedelta(days=1),
    )
