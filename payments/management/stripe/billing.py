"""Customers, products, prices, subscriptions and their invoices: as much as a plan of ours needs."""

from collections.abc import Callable

from payments.management.stripe import objects
from payments.management.stripe.desk import Desk
from payments.management.stripe.store import Thing, new_id

MONTH_S = 30 * 24 * 3600
NO_TAX = {"enabled": False, "disabled_reason": None, "liability": None, "provider": None, "status": None}


def customer(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    made = objects.basics("customer", "cus", email=asked.get("email"), name=asked.get("name"), balance=0)
    made |= {"metadata": asked.get("metadata", {}), "description": asked.get("description")}
    made |= {"default_source": None, "shipping": None, "invoice_prefix": made["id"][-8:].upper()}
    desk.tell("customer.created", desk.store.save(made))
    return made


def product(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    made = objects.basics("product", "prod", name=asked["name"], active=True, images=[])
    made |= {"marketing_features": [], "metadata": asked.get("metadata", {}), "type": "service"}
    made |= {"updated": made["created"], "description": asked.get("description"), "default_price": None}
    made |= {"package_dimensions": None, "shippable": None, "tax_code": None, "url": None}
    desk.tell("product.created", desk.store.save(made))
    return made


def price(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    desk.need(asked["product"], "product")
    made = objects.basics("price", "price", product=asked["product"], currency=asked["currency"].lower())
    every = asked.get("recurring")
    amount = int(asked["unit_amount"])
    made |= {"active": True, "billing_scheme": "per_unit", "type": "recurring" if every else "one_time"}
    made |= {"unit_amount": amount, "unit_amount_decimal": str(amount), "metadata": asked.get("metadata", {})}
    made |= {"lookup_key": asked.get("lookup_key"), "nickname": asked.get("nickname")}
    made |= {"tiers_mode": None, "transform_quantity": None, "custom_unit_amount": None, "recurring": None}
    if every:
        count = int(every.get("interval_count", 1))
        made["recurring"] = {"interval": every["interval"], "interval_count": count, "usage_type": "licensed"}
        made["recurring"] |= {"meter": None}
    desk.tell("price.created", desk.store.save(made))
    return made


def open_session(desk: Desk, asked: Thing) -> Thing:
    """A Checkout Session of mode subscription: paying it makes the subscription and its first invoice."""
    line = asked["line_items"][0]
    chosen = desk.need(line["price"], "price")
    bill = {"currency": chosen["currency"], "unit_amount": chosen["unit_amount"]}
    priced = {**asked, "line_items": [{"quantity": line.get("quantity", 1), "price_data": bill}]}
    made = objects.session(priced, desk.public_url)
    made |= {"customer": asked.get("customer"), "subscription": None}
    wish = {"id": f"wish_{made['id']}", "price": chosen["id"], **asked.get("subscription_data", {})}
    desk.store.save(wish, "wish")
    return desk.store.save(made)


def subscribe(desk: Desk, opened: Thing) -> Thing:
    """The payer of such a session pressed pay."""
    wish = desk.store.get(f"wish_{opened['id']}") or {}
    owner = opened["customer"] or customer(desk, [], {})["id"]
    asked = {"customer": owner, "items": [{"price": wish["price"]}], "metadata": wish.get("metadata", {})}
    made = subscription(desk, [], asked)
    opened |= {"status": "complete", "payment_status": "paid", "url": None, "customer": owner}
    opened |= {"subscription": made["id"]}
    desk.tell("checkout.session.completed", desk.store.save(opened))
    return opened


def subscription(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    desk.need(asked["customer"], "customer")
    chosen = desk.need(asked["items"][0]["price"], "price")
    made = objects.basics("subscription", "sub", customer=asked["customer"], status="active")
    made |= {"currency": chosen["currency"], "collection_method": "charge_automatically", "discounts": []}
    made |= {"billing_cycle_anchor": made["created"], "start_date": made["created"]}
    made |= {"billing_mode": {"type": "classic"}, "billing_schedules": [], "cancel_at_period_end": False}
    made |= {"automatic_tax": NO_TAX, "metadata": asked.get("metadata", {}), "cancel_at": None}
    made |= {"invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}}, "canceled_at": None}
    made |= {"ended_at": None, "trial_end": None, "trial_start": None, "latest_invoice": None}
    made["items"] = objects.listed([_item(made, chosen)], f"/v1/subscription_items?subscription={made['id']}")
    first = desk.store.save(_invoice(made, chosen))
    made["latest_invoice"] = first["id"]
    desk.tell("customer.subscription.created", desk.store.save(made))
    desk.tell("invoice.paid", first)
    return made


def end(desk: Desk, ids: list[str], _asked: Thing) -> Thing:
    made = desk.need(ids[0], "subscription")
    made |= {"status": "canceled", "canceled_at": objects.now(), "ended_at": objects.now()}
    desk.tell("customer.subscription.deleted", desk.store.save(made))
    return made


def change(desk: Desk, ids: list[str], asked: Thing) -> Thing:
    """cancel_at_period_end, metadata, or another price of the one item."""
    made = desk.need(ids[0], "subscription")
    if "cancel_at_period_end" in asked:
        made["cancel_at_period_end"] = asked["cancel_at_period_end"] == "true"
    made["metadata"] |= asked.get("metadata", {})
    if asked.get("items"):
        made["items"]["data"][0]["price"] = desk.need(asked["items"][0]["price"], "price")
    desk.tell("customer.subscription.updated", desk.store.save(made))
    return made


def renew(desk: Desk, ids: list[str], _asked: Thing) -> Thing:
    """/_test: a month went by and the card was charged."""
    made = desk.need(ids[0], "subscription")
    item = made["items"]["data"][0]
    item["current_period_start"], item["current_period_end"] = (
        item["current_period_end"],
        item["current_period_end"] + MONTH_S,
    )
    bill = desk.store.save(_invoice(made, item["price"]))
    made |= {"latest_invoice": bill["id"], "status": "active"}
    desk.tell("customer.subscription.updated", desk.store.save(made))
    desk.tell("invoice.paid", bill)
    return made


def fail(desk: Desk, ids: list[str], _asked: Thing) -> Thing:
    """/_test: a month went by and the card was turned down."""
    made = desk.need(ids[0], "subscription")
    bill = _invoice(made, made["items"]["data"][0]["price"])
    bill |= {"status": "open", "amount_paid": 0, "amount_remaining": bill["amount_due"]}
    made |= {"status": "past_due", "latest_invoice": desk.store.save(bill)["id"]}
    desk.tell("customer.subscription.updated", desk.store.save(made))
    desk.tell("invoice.payment_failed", bill)
    return made


def _item(of: Thing, chosen: Thing) -> Thing:
    made = objects.basics_without_mode("subscription_item", "si", subscription=of["id"], price=chosen)
    made |= {"current_period_start": of["created"], "current_period_end": of["created"] + MONTH_S}
    return {**made, "discounts": [], "metadata": {}, "quantity": 1, "billing_thresholds": None}


def _invoice(of: Thing, chosen: Thing) -> Thing:
    amount = chosen["unit_amount"]
    made = objects.basics("invoice", "in", customer=of["customer"], currency=chosen["currency"])
    zero = ("amount_overpaid", "amount_paid_off_stripe", "amount_remaining", "amount_shipping")
    notes = ("post_payment_credit_notes_amount", "pre_payment_credit_notes_amount", "starting_balance")
    made |= dict.fromkeys([*zero, *notes, "ending_balance"], 0)
    made |= dict.fromkeys(["amount_due", "amount_paid", "subtotal", "total"], amount)
    made |= {"attempt_count": 1, "attempted": True, "auto_advance": False, "automatic_tax": NO_TAX}
    made |= {"collection_method": "charge_automatically", "default_tax_rates": [], "discounts": []}
    made |= {"issuer": {"type": "self"}, "status": "paid", "number": new_id("F")[:12].upper()}
    made |= {"payment_settings": {"payment_method_options": None, "payment_method_types": None}}
    made |= {"period_start": made["created"], "period_end": made["created"] + MONTH_S, "metadata": {}}
    times = ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
    made |= {"status_transitions": dict.fromkeys(times) | {"paid_at": made["created"]}}
    details = {"subscription": of["id"], "metadata": of["metadata"]}
    made["parent"] = {"type": "subscription_details", "quote_details": None, "subscription_details": details}
    made["lines"] = objects.listed([], f"/v1/invoices/{made['id']}/lines")
    return made


ROUTES: dict[tuple[str, str], Callable[[Desk, list[str], Thing], Thing]] = {
    ("POST", "/v1/customers"): customer,
    ("POST", "/v1/products"): product,
    ("POST", "/v1/prices"): price,
    ("POST", "/v1/subscriptions"): subscription,
    ("POST", r"/v1/subscriptions/(\w+)"): change,
    ("DELETE", r"/v1/subscriptions/(\w+)"): end,
    ("POST", r"/_test/subscriptions/(\w+)/renew"): renew,
    ("POST", r"/_test/subscriptions/(\w+)/fail"): fail,
}
