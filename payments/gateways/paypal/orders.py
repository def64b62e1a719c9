"""An order as we write it, and as we read it."""

from typing import Any

from payments.gateways.paypal import amounts
from payments.models import Payment
from payments.services import Report
from payments.services.reports import FAILED, PAID, PENDING

LOCALES = {"fr": "fr-FR", "ar": "ar-EG", "en": "en-US"}
PAYER_LINKS = ("payer-action", "approve")
TITLE_LENGTH = 127
TAKEN = {"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"}
REFUSED = {"DECLINED", "FAILED"}


def order_of(payment: Payment, return_url: str, locale: str) -> dict[str, Any]:
    """The body of POST /v2/checkout/orders. Our reference is what we know it again by."""
    unit = {
        "reference_id": payment.reference,
        "custom_id": payment.reference,
        "invoice_id": payment.reference,
        "amount": amounts.written(payment.amount_centimes, payment.currency),
    }
    if payment.escrow.title:
        unit["description"] = payment.escrow.title[:TITLE_LENGTH]
    context = {
        "brand_name": "InfluMaroc",
        "locale": LOCALES.get(locale, LOCALES["fr"]),
        "shipping_preference": "NO_SHIPPING",
        "user_action": "PAY_NOW",
        "return_url": return_url,
        "cancel_url": return_url,
    }
    wallet = {"paypal": {"experience_context": context}}
    return {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": wallet}


def page_of(order: dict[str, Any]) -> str:
    """Where the payer agrees; empty when there is nothing left to agree to."""
    links = {str(link.get("rel")): str(link.get("href", "")) for link in order.get("links") or []}
    return next((links[rel] for rel in PAYER_LINKS if links.get(rel)), "")


def reference_of(order: dict[str, Any]) -> str:
    """Our reference in it. Raises KeyError, IndexError, TypeError."""
    unit = order["purchase_units"][0]
    return str(unit.get("custom_id") or unit.get("invoice_id") or "")[:40]


def report_of(order: dict[str, Any], payment: Payment) -> Report:
    """What became of a payment. Raises KeyError, TypeError, ValueError on an order of another shape."""
    unit = order["purchase_units"][0]
    captures = (unit.get("payments") or {}).get("captures") or []
    best = sorted(captures, key=lambda one: _rank(one["status"]))
    if best:
        return capture_report(best[0], payment.reference)
    status = FAILED if order["status"] == "VOIDED" else PENDING
    reason = "abandoned" if status == FAILED else ""
    return Report(reference=payment.reference, status=status, currency=payment.currency, reason=reason)


def capture_report(capture: dict[str, Any], reference: str) -> Report:
    """Money taken, refused, or on its way. Raises KeyError, TypeError, ValueError."""
    amount_centimes, currency = amounts.read(capture["amount"])
    status = str(capture["status"])
    why = str((capture.get("status_details") or {}).get("reason", "")).lower()
    return Report(
        reference=reference,
        status=[PAID, PENDING, FAILED][_rank(status)],
        amount_centimes=amount_centimes,
        currency=currency,
        provider_ref=str(capture["id"])[:80],
        reason=(why or "declined")[:120] if status in REFUSED else why[:120],
    )


def _rank(status: str) -> int:
    """Taken before on its way before refused: an order may hold a refused try beside the one that went."""
    return 0 if status in TAKEN else 2 if status in REFUSED else 1
