"""Stripe's objects as its OpenAPI describes them: every field that must be there, and those that are read."""

import time
from typing import Any

from payments.management.stripe.store import Thing, new_id

API_VERSION = "2026-05-27.dahlia"
ADDRESS = dict.fromkeys(["city", "country", "line1", "line2", "postal_code", "state"])
DUE = ["external_account", "individual.verification.document"]


def now() -> int:
    return int(time.time())


def basics(kind: str, prefix: str, **more: Any) -> Thing:
    return {"id": new_id(prefix), "object": kind, "created": now(), "livemode": False, **more}


def listed(things: list[Thing], url: str, *, has_more: bool = False) -> Thing:
    return {"object": "list", "data": things, "has_more": has_more, "url": url}


def event(kind: str, thing: Thing, account: str = "") -> Thing:
    data = {"object": thing}
    said = basics("event", "evt", api_version=API_VERSION, type=kind, data=data, pending_webhooks=1)
    said["request"] = {"id": None, "idempotency_key": None}
    return {**said, "account": account} if account else said


def session(asked: Thing, url: str) -> Thing:
    """A Checkout Session of mode payment. Its PaymentIntent is made when somebody first tries to pay."""
    items = asked["line_items"]
    prices = [item["price_data"] for item in items]
    total = sum(int(p["unit_amount"]) * int(i.get("quantity", 1)) for p, i in zip(prices, items, strict=True))
    made = basics("checkout.session", "cs_test")
    return {
        **made,
        "url": f"{url}/c/pay/{made['id']}",
        "mode": asked["mode"],
        "status": "open",
        "payment_status": "unpaid",
        "amount_subtotal": total,
        "amount_total": total,
        "currency": prices[0]["currency"].lower(),
        "client_reference_id": asked.get("client_reference_id"),
        "metadata": asked.get("metadata", {}),
        "success_url": asked.get("success_url"),
        "cancel_url": asked.get("cancel_url"),
        "expires_at": int(asked.get("expires_at") or made["created"] + 24 * 3600),
        "locale": asked.get("locale"),
        "payment_intent": None,
        "payment_method_types": ["card"],
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "custom_fields": [],
        "custom_text": dict.fromkeys(
            ["after_submit", "shipping_address", "submit", "terms_of_service_acceptance"]
        ),
        "shipping_options": [],
    }


def payment_intent(opened: Thing, wish: Thing) -> Thing:
    return basics(
        "payment_intent",
        "pi",
        amount=opened["amount_total"],
        amount_capturable=0,
        amount_received=0,
        currency=opened["currency"],
        status="requires_payment_method",
        capture_method="automatic_async",
        confirmation_method="automatic",
        description=wish.get("description"),
        metadata=wish.get("metadata", {}),
        transfer_group=wish.get("transfer_group"),
        payment_method_types=["card"],
        latest_charge=None,
        last_payment_error=None,
        next_action=None,
        canceled_at=None,
        cancellation_reason=None,
    )


def charge(intent: Thing) -> Thing:
    return basics(
        "charge",
        "ch",
        amount=intent["amount"],
        amount_captured=intent["amount"],
        amount_refunded=0,
        currency=intent["currency"],
        captured=True,
        paid=True,
        refunded=False,
        disputed=False,
        status="succeeded",
        billing_details={"address": ADDRESS, "email": None, "name": None, "phone": None, "tax_id": None},
        metadata=intent["metadata"],
        payment_intent=intent["id"],
        transfer_group=intent["transfer_group"],
        balance_transaction=None,
    )


def refund(paid: Thing, amount: int, asked: Thing) -> Thing:
    return basics_without_mode(
        "refund",
        "re",
        amount=amount,
        currency=paid["currency"],
        charge=paid["id"],
        payment_intent=paid["payment_intent"],
        metadata=asked.get("metadata", {}),
        reason=asked.get("reason"),
        status="succeeded",
    )


def basics_without_mode(kind: str, prefix: str, **more: Any) -> Thing:
    """Some objects do not say whether they are live."""
    made = basics(kind, prefix, **more)
    del made["livemode"]
    return made


def dispute(paid: Thing, amount: int, status: str) -> Thing:
    return basics(
        "dispute",
        "du",
        amount=amount,
        currency=paid["currency"],
        charge=paid["id"],
        payment_intent=paid["payment_intent"],
        balance_transactions=[],
        enhanced_eligibility_types=[],
        evidence=dict.fromkeys(["customer_name", "product_description", "uncategorized_text"])
        | {"enhanced_evidence": {}},
        evidence_details={
            "due_by": now() + 7 * 24 * 3600,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        is_charge_refundable=False,
        metadata={},
        reason="fraudulent",
        status=status,
    )


def account(asked: Thing) -> Thing:
    made = basics_without_mode(
        "account",
        "acct",
        type="none",
        country=asked.get("country", "FR"),
        email=asked.get("email"),
        default_currency="eur",
        charges_enabled=False,
        payouts_enabled=False,
        details_submitted=False,
        capabilities={"transfers": "inactive"},
        metadata=asked.get("metadata", {}),
    )
    made["requirements"] = requirements(DUE, "requirements.past_due")
    made["external_accounts"] = listed([], f"/v1/accounts/{made['id']}/external_accounts")
    return made


def requirements(due: list[str], reason: str | None) -> Thing:
    nothing: dict[str, Any] = {"alternatives": [], "current_deadline": None, "errors": []}
    return {
        **nothing,
        "currently_due": due,
        "eventually_due": due,
        "past_due": due,
        "pending_verification": [],
        "disabled_reason": reason,
    }


def account_link(url: str, token: str) -> Thing:
    return {
        "object": "account_link",
        "created": now(),
        "expires_at": now() + 300,
        "url": f"{url}/setup/{token}",
    }


def transfer(asked: Thing, amount: int) -> Thing:
    made = basics(
        "transfer",
        "tr",
        amount=amount,
        amount_reversed=0,
        currency=asked["currency"].lower(),
        destination=asked["destination"],
        description=asked.get("description"),
        metadata=asked.get("metadata", {}),
        reversed=False,
        source_transaction=asked.get("source_transaction"),
        source_type="card",
        transfer_group=asked.get("transfer_group"),
    )
    made["reversals"] = listed([], f"/v1/transfers/{made['id']}/reversals")
    return made


def reversal(of: Thing, amount: int, asked: Thing) -> Thing:
    return basics_without_mode(
        "transfer_reversal",
        "trr",
        amount=amount,
        currency=of["currency"],
        transfer=of["id"],
        metadata=asked.get("metadata", {}),
        balance_transaction=None,
        destination_payment_refund=None,
        source_refund=None,
    )
