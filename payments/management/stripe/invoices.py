"""Invoices of subscriptions: for a period, or for the rest of one at another price."""

from payments.management.stripe import objects
from payments.management.stripe.store import Thing, new_id

DAY_S = 24 * 3600
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
NO_TAX = {"enabled": False, "disabled_reason": None, "liability": None, "provider": None, "status": None}


def period_s(chosen: Thing) -> int:
    """How long a price pays for; a month has thirty days here."""
    return DAYS[(chosen["recurring"] or {}).get("interval", "month")] * DAY_S


def for_period(of: Thing, reason: str) -> Thing:
    """Of the one item of a subscription, for the period it stands in."""
    item = of["items"]["data"][0]
    span = {"start": item["current_period_start"], "end": item["current_period_end"]}
    return _invoice(of, [_line(of, item["price"], item["price"]["unit_amount"], span)], reason)


def for_change(of: Thing, chosen: Thing, at: int) -> Thing:
    """What is left of the period: given back at the old price, charged at the new one, to the second."""
    item = of["items"]["data"][0]
    start, end = item["current_period_start"], item["current_period_end"]
    span = {"start": at, "end": end}
    share = (end - at) / (end - start)
    back = _line(of, item["price"], -round(item["price"]["unit_amount"] * share), span, is_proration=True)
    more = _line(of, chosen, round(chosen["unit_amount"] * share), span, is_proration=True)
    return _invoice(of, [back, more], "subscription_update")


def unpaid(bill: Thing) -> Thing:
    """The card was turned down for it."""
    bill |= {"status": "open", "amount_paid": 0, "amount_remaining": bill["amount_due"]}
    return bill


def paid(bill: Thing) -> Thing:
    bill |= {"status": "paid", "amount_paid": bill["amount_due"], "amount_remaining": 0}
    bill["status_transitions"]["paid_at"] = objects.now()
    return bill


def _line(of: Thing, chosen: Thing, amount: int, span: Thing, *, is_proration: bool = False) -> Thing:
    made = objects.basics("line_item", "il", amount=amount, subtotal=amount, currency=chosen["currency"])
    del made["created"]
    made |= {"discountable": not is_proration, "discounts": [], "metadata": {}, "period": span, "quantity": 1}
    details = {"price": chosen["id"], "product": chosen["product"]}
    made["pricing"] = {"type": "price_details", "price_details": details}
    made["pricing"]["unit_amount_decimal"] = chosen["unit_amount_decimal"]
    item = of["items"]["data"][0]["id"]
    sold = {"proration": is_proration, "subscription_item": item, "subscription": of["id"]}
    sold |= {"invoice_item": None, "proration_details": None}
    kind = "subscription_item_details"
    made["parent"] = {"type": kind, kind: sold, "invoice_item_details": None}
    return {**made, "description": None, "subscription": of["id"], "taxes": []}


def _invoice(of: Thing, lines: list[Thing], reason: str) -> Thing:
    amount = sum(line["amount"] for line in lines)
    made = objects.basics("invoice", "in", customer=of["customer"], currency=lines[0]["currency"])
    zero = ("amount_overpaid", "amount_paid_off_stripe", "amount_remaining", "amount_shipping")
    notes = ("post_payment_credit_notes_amount", "pre_payment_credit_notes_amount", "starting_balance")
    made |= dict.fromkeys([*zero, *notes, "ending_balance"], 0)
    made |= dict.fromkeys(["amount_due", "amount_paid", "subtotal", "total"], amount)
    made |= {"attempt_count": 1, "attempted": True, "auto_advance": False, "automatic_tax": NO_TAX}
    made |= {"collection_method": "charge_automatically", "default_tax_rates": [], "discounts": []}
    made |= {"issuer": {"type": "self"}, "status": "paid", "number": new_id("F")[:12].upper()}
    made |= {"payment_settings": {"payment_method_options": None, "payment_method_types": None}}
    made |= {"period_start": made["created"], "period_end": made["created"], "metadata": {}}
    times = ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
    made |= {"status_transitions": dict.fromkeys(times) | {"paid_at": made["created"]}}
    details = {"subscription": of["id"], "metadata": of["metadata"]}
    made["parent"] = {"type": "subscription_details", "quote_details": None, "subscription_details": details}
    made["lines"] = objects.listed(lines, f"/v1/invoices/{made['id']}/lines")
    return {**made, "billing_reason": reason}
