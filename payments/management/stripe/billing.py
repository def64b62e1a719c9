"""Customers, products, prices, subscriptions and their invoices: as much as a plan of ours needs."""

from collections.abc import Callable

from payments.management.stripe import invoices, objects
from payments.management.stripe.desk import Desk, Refused
from payments.management.stripe.store import Thing


def customer(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    made = objects.basics("customer", "cus", email=asked.get("email"), name=asked.get("name"), balance=0)
    made |= {"metadata": asked.get("metadata", {}), "description": asked.get("description")}
    made |= {"default_source": None, "shipping": None, "invoice_prefix": made["id"][-8:].upper()}
    desk.tell("customer.created", desk.store.save(made))
    return made


def product(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    """A caller may choose its id, once."""
    if desk.store.get(asked.get("id", "")):
        raise Refused(400, "resource_already_exists", f"Product already exists: {asked['id']}")
    made = objects.basics("product", "prod", name=asked["name"], active=True, images=[])
    made |= {"id": asked.get("id", made["id"])}
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
    made |= {"tax_behavior": asked.get("tax_behavior", "unspecified")}
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
    made |= {"automatic_tax": invoices.NO_TAX, "metadata": asked.get("metadata", {}), "cancel_at": None}
    made |= {"invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}}, "canceled_at": None}
    made |= {"ended_at": None, "trial_end": None, "trial_start": None, "latest_invoice": None}
    made["items"] = objects.listed([_item(made, chosen)], f"/v1/subscription_items?subscription={made['id']}")
    first = desk.store.save(invoices.for_period(made, "subscription_create"))
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
    """cancel_at_period_end, metadata, or another price of the one item: charged for now, or not before the
    next period. A card that is turned down changes nothing.
    """
    made = desk.need(ids[0], "subscription")
    bill = None
    if asked.get("items"):
        chosen = desk.need(asked["items"][0]["price"], "price")
        if asked.get("proration_behavior") == "always_invoice":
            at = int(asked.get("proration_date", objects.now()))
            bill = _charged(desk, made, invoices.for_change(made, chosen, at))
        made["items"]["data"][0]["price"] = chosen
    if "cancel_at_period_end" in asked:
        made["cancel_at_period_end"] = asked["cancel_at_period_end"] == "true"
    made["metadata"] |= asked.get("metadata", {})
    if bill:
        made["latest_invoice"] = bill["id"]
        desk.tell("invoice.paid", desk.store.save(bill))
    desk.tell("customer.subscription.updated", desk.store.save(made))
    return made


def _charged(desk: Desk, made: Thing, bill: Thing) -> Thing:
    card = desk.store.get(f"card_{made['customer']}") or {}
    if card.get("is_bad"):
        raise Refused(402, "card_declined", "Your card was declined.", kind="card_error")
    return bill


def preview(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    """What a change would be charged."""
    made = desk.need(asked["subscription"], "subscription")
    details = asked["subscription_details"]
    chosen = desk.need(details["items"][0]["price"], "price")
    at = int(details.get("proration_date", objects.now()))
    return invoices.unpaid(invoices.for_change(made, chosen, at)) | {"status": "draft", "number": None}


def renew(desk: Desk, ids: list[str], _asked: Thing) -> Thing:
    """/_test: a period went by and the card was charged; or what was to end has ended."""
    made = desk.need(ids[0], "subscription")
    if made["cancel_at_period_end"]:
        return end(desk, ids, {})
    bill = desk.store.save(_next(made))
    made |= {"latest_invoice": bill["id"], "status": "active"}
    desk.tell("customer.subscription.updated", desk.store.save(made))
    desk.tell("invoice.paid", bill)
    return made


def fail(desk: Desk, ids: list[str], _asked: Thing) -> Thing:
    """/_test: a period went by and the card was turned down."""
    made = desk.need(ids[0], "subscription")
    bill = invoices.unpaid(_next(made))
    made |= {"status": "past_due", "latest_invoice": desk.store.save(bill)["id"]}
    desk.tell("customer.subscription.updated", desk.store.save(made))
    desk.tell("invoice.payment_failed", bill)
    return made


def _next(made: Thing) -> Thing:
    item = made["items"]["data"][0]
    start = item["current_period_end"]
    item |= {"current_period_start": start, "current_period_end": start + invoices.period_s(item["price"])}
    return invoices.for_period(made, "subscription_cycle")


def retry(desk: Desk, ids: list[str], asked: Thing) -> Thing:
    """/_test: the card is tried again for what is late: `well` it pays; `last` Stripe stops trying."""
    made = desk.need(ids[0], "subscription")
    bill = desk.need(made["latest_invoice"], "invoice")
    bill["attempt_count"] += 1
    if asked.get("well"):
        made["status"] = "active"
        desk.tell("invoice.paid", desk.store.save(invoices.paid(bill)))
    else:
        made["status"] = "unpaid" if asked.get("last") else "past_due"
        desk.tell("invoice.payment_failed", desk.store.save(bill))
    desk.tell("customer.subscription.updated", desk.store.save(made))
    return made


def card(desk: Desk, ids: list[str], _asked: Thing) -> Thing:
    """/_test: the customer's card is good from now on, or bad."""
    return desk.store.save({"id": f"card_{ids[0]}", "is_bad": ids[1] == "bad"}, "card")


def open_portal(desk: Desk, _ids: list[str], asked: Thing) -> Thing:
    """A page where a customer changes the card."""
    desk.need(asked["customer"], "customer")
    made = objects.basics("billing_portal.session", "bps", customer=asked["customer"], configuration="bpc_1")
    made |= {"flow": None, "locale": asked.get("locale"), "on_behalf_of": None}
    made |= {"return_url": asked.get("return_url"), "url": f"{desk.public_url}/portal/{made['id']}"}
    return desk.store.save(made)


def _item(of: Thing, chosen: Thing) -> Thing:
    made = objects.basics_without_mode("subscription_item", "si", subscription=of["id"], price=chosen)
    end = of["created"] + invoices.period_s(chosen)
    made |= {"current_period_start": of["created"], "current_period_end": end}
    return {**made, "discounts": [], "metadata": {}, "quantity": 1, "billing_thresholds": None}


ROUTES: dict[tuple[str, str], Callable[[Desk, list[str], Thing], Thing]] = {
    ("POST", "/v1/customers"): customer,
    ("POST", "/v1/products"): product,
    ("POST", "/v1/prices"): price,
    ("POST", "/v1/subscriptions"): subscription,
    ("POST", r"/v1/subscriptions/(\w+)"): change,
    ("DELETE", r"/v1/subscriptions/(\w+)"): end,
    ("POST", r"/_test/subscriptions/(\w+)/renew"): renew,
    ("POST", r"/_test/subscriptions/(\w+)/fail"): fail,
    ("POST", r"/_test/subscriptions/(\w+)/retry"): retry,
    ("POST", r"/_test/cards/(\w+)/(good|bad)"): card,
    ("POST", "/v1/invoices/create_preview"): preview,
    ("POST", "/v1/billing_portal/sessions"): open_portal,
}
