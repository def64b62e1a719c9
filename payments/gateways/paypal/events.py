"""PayPal's messages in our words. Other news than these is taken and left alone."""

from collections.abc import Callable
from typing import Any

from payments.errors import BadCallback, GatewayUnreachable
from payments.gateways.paypal import amounts, orders, payouts
from payments.gateways.paypal.client import MISSHAPEN, Client, Declined
from payments.gateways.port import Callback
from payments.models import Payment
from payments.services import Report
from payments.services.reports import (
    ASK,
    DISPUTE,
    DONE,
    LOST,
    OPENED,
    PENDING,
    REFUND,
    REFUSED,
    WON,
)

IGNORED = "ignored"
ITEM = "PAYMENT.PAYOUTS-ITEM."
# With RESOLVED_WITH_PAYOUT and NONE nobody can tell who has the money: the case stays open until staff look.
OUTCOMES = {
    "RESOLVED_SELLER_FAVOUR": WON,
    "CANCELED_BY_BUYER": WON,
    "DENIED": WON,
    "RESOLVED_BUYER_FAVOUR": LOST,
    "ACCEPTED": LOST,
}


def callback(client: Client, said: dict[str, Any]) -> Callback:
    """Read a message that was proved. Raises BadCallback when it lacks what its kind must have."""
    try:
        report = _reader(str(said["event_type"]))(client, said["resource"])
        return Callback(external_id=str(said["id"]), report=report)
    except MISSHAPEN as error:
        raise BadCallback from error


def _reader(kind: str) -> Callable[[Client, Any], Report]:
    return READERS.get(kind, _payout if kind.startswith(ITEM) else _other)


def _other(_client: Client, _resource: Any) -> Report:
    return Report(reference="", status=IGNORED)


def _approved(_client: Client, order: Any) -> Report:
    """The payer agreed: nothing is taken yet."""
    return Report(reference=orders.reference_of(order), status=ASK)


def _captured(_client: Client, capture: Any) -> Report:
    reference = str(capture.get("custom_id") or capture.get("invoice_id") or "")[:40]
    return orders.capture_report(capture, reference)


def _refunded(_client: Client, refund: Any) -> Report:
    """Our word for it is "payment.refund"; without one, somebody gave money back at PayPal's own desk."""
    reference, _, ours = str(refund.get("custom_id") or refund.get("invoice_id") or "").partition(".")
    amount_centimes, currency = amounts.read(refund["amount"])
    return Report(
        reference=reference[:40],
        status={"COMPLETED": DONE, "PENDING": PENDING}.get(str(refund["status"]), REFUSED),
        subject=REFUND,
        subject_ref=ours,
        amount_centimes=amount_centimes,
        currency=currency,
        provider_ref=str(refund["id"])[:80],
    )


def _reversed(client: Client, reversal: Any) -> Report:
    """PayPal took a payment back. Mostly a dispute says so too, and counts; else this is its loss."""
    reference = str(reversal.get("custom_id") or reversal.get("invoice_id") or "").partition(".")[0][:40]
    if has_dispute(client, _capture_behind(reversal)):
        return Report(reference=reference, status=IGNORED)
    amount_centimes, currency = amounts.read(reversal["amount"])
    return Report(
        reference=reference,
        status=LOST,
        subject=DISPUTE,
        subject_ref=str(reversal["id"]),
        amount_centimes=amount_centimes,
        currency=currency,
        reason="reversed",
    )


def _capture_behind(reversal: Any) -> str:
    """Its link up names the capture; the reversal may also be the capture itself."""
    links = {str(link["rel"]): str(link["href"]) for link in reversal.get("links") or []}
    up = links.get("up", "")
    return up.rsplit("/", 1)[-1] if "/captures/" in up else str(reversal["id"])


def has_dispute(client: Client, capture_id: str) -> bool:
    """Whether PayPal knows of a case about a capture. Raises GatewayUnreachable."""
    try:
        said = client.get("/v1/customer/disputes", disputed_transaction_id=capture_id)
    except Declined as error:
        raise GatewayUnreachable(gateway="paypal") from error
    return bool(said.get("items"))


def _disputed(_client: Client, case: Any) -> Report:
    """A case from its first day to its end; each message tells its whole state."""
    bought = case["disputed_transactions"][0]
    outcome = case.get("dispute_outcome") or {}
    is_over = case.get("status") == "RESOLVED"
    status = OUTCOMES.get(str(outcome.get("outcome_code")), OPENED) if is_over else OPENED
    amount_centimes, currency = amounts.read(case["dispute_amount"])
    return Report(
        reference=_reference_behind(bought),
        status=status,
        subject=DISPUTE,
        subject_ref=str(case["dispute_id"]),
        amount_centimes=amount_centimes,
        currency=currency,
        provider_ref=str(bought.get("seller_transaction_id", ""))[:80],
        reason=str(outcome.get("outcome_code") or case.get("reason") or "").lower()[:120],
        due_at=str(case.get("seller_response_due_date", ""))[:40],
    )


def _reference_behind(bought: Any) -> str:
    """What we wrote into the order; PayPal may leave it out, but never its own number of the capture."""
    told = str(bought.get("custom") or bought.get("invoice_number") or "")[:40]
    capture_id = str(bought.get("seller_transaction_id") or "")[:80]
    if told or not capture_id:
        return told
    found = Payment.objects.filter(gateway="paypal", provider_ref=capture_id).first()
    return found.reference if found else ""


def _payout(_client: Client, item: Any) -> Report:
    return payouts.report_of(item)


READERS: dict[str, Callable[[Client, Any], Report]] = {
    "CHECKOUT.ORDER.APPROVED": _approved,
    "PAYMENT.CAPTURE.COMPLETED": _captured,
    "PAYMENT.CAPTURE.PENDING": _captured,
    "PAYMENT.CAPTURE.DENIED": _captured,
    "PAYMENT.CAPTURE.DECLINED": _captured,
    "PAYMENT.CAPTURE.REFUNDED": _refunded,
    "PAYMENT.CAPTURE.REVERSED": _reversed,
    "CUSTOMER.DISPUTE.CREATED": _disputed,
    "CUSTOMER.DISPUTE.UPDATED": _disputed,
    "CUSTOMER.DISPUTE.RESOLVED": _disputed,
}
