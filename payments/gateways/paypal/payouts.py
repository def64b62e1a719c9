"""One payout as we write it and as PayPal tells of it. A batch of ours holds one item."""

from typing import Any

from payments.gateways.paypal import amounts
from payments.gateways.rails import FAILED, PAID, SENT, RailAnswer
from payments.models import Payout
from payments.services import Report
from payments.services.reports import PAYOUT, UNCLAIMED

OURS_AGAIN = {
    "FAILED": "failed",
    "RETURNED": "not_claimed",  # nobody took it in 30 days
    "BLOCKED": "blocked",
    "REFUNDED": "sent_back",
    "REVERSED": "reversed",
    "DENIED": "denied",
    "CANCELED": "cancelled",
}
REASONS = {
    "RECEIVER_UNREGISTERED": "receiver_unknown",
    "RECEIVER_UNCONFIRMED": "receiver_unconfirmed",
    "NON_HOLDING_CURRENCY": "currency_not_taken",
    "RECEIVER_CURRENCY_NOT_ALLOWED": "currency_not_taken",
    "CURRENCY_NOT_SUPPORTED_FOR_RECEIVER": "currency_not_taken",
    "RECEIVER_COUNTRY_NOT_ALLOWED": "country_not_served",
    "RECEIVING_COUNTRY_NOT_SUPPORTED": "country_not_served",
    "COUNTRY_NOT_ALLOWED": "country_not_served",
    "RECEIVER_ACCOUNT_LOCKED": "receiver_blocked",
    "RECEIVER_ACCOUNT_INACTIVE": "receiver_blocked",
    "RECEIVER_RESTRICTED": "receiver_blocked",
    "RECEIVER_REFUSED": "sent_back",
    "INSUFFICIENT_FUNDS": "our_balance_too_low",
    "SENDER_RESTRICTED": "our_account_restricted",
    "AUTHORIZATION_ERROR": "not_authorized",
    "NOT_AUTHORIZED": "not_authorized",
    "PENDING_RECIPIENT_NON_HOLDING_CURRENCY_PAYMENT_PREFERENCE": "currency_not_taken",
    "RISK_DECLINE": "blocked",
}


def batch_of(payout: Payout, address: str) -> dict[str, Any]:
    """The body of POST /v1/payments/payouts. An address with an @ is a mailbox, another an account's id."""
    reference, (amount_centimes, currency) = str(payout.pk), payout.given
    item = {
        "recipient_type": "EMAIL" if "@" in address else "PAYPAL_ID",
        "receiver": address,
        "sender_item_id": reference,
        "amount": {"currency": currency, "value": amounts.value(amount_centimes)},
        "note": f"InfluMaroc {payout}",
    }
    header = {"sender_batch_id": reference, "email_subject": f"InfluMaroc {payout}"}
    return {"sender_batch_header": header, "items": [item]}


def answer_of(batch: dict[str, Any], payout: Payout) -> RailAnswer:
    """A batch that went well says nothing of its items; one that was denied, all. Raises KeyError."""
    header = batch["batch_header"]
    for item in batch.get("items") or []:
        if item["payout_item"].get("sender_item_id") == str(payout.pk):
            return read_item(item)
    status = str(header["batch_status"])
    ref = str(header["payout_batch_id"])
    if status in OURS_AGAIN:
        return RailAnswer(status=FAILED, provider_ref=ref, reason=OURS_AGAIN[status])
    return RailAnswer(status=SENT, provider_ref=ref)


def read_item(item: dict[str, Any]) -> RailAnswer:
    """Paid, ours again with a reason of ours, or still on its way. Raises KeyError."""
    status = str(item["transaction_status"])
    if status == "SUCCESS":
        ref = str(item.get("transaction_id") or item["payout_item_id"])
        return RailAnswer(status=PAID, provider_ref=ref[:80])
    ref = str(item.get("payout_batch_id") or item["payout_item_id"])[:80]
    if status in OURS_AGAIN:
        named = str((item.get("errors") or {}).get("name", ""))
        return RailAnswer(status=FAILED, provider_ref=ref, reason=REASONS.get(named, OURS_AGAIN[status]))
    return RailAnswer(status=SENT, provider_ref=ref, reason=status.lower())


def report_of(item: dict[str, Any]) -> Report:
    """A message about one item. Raises KeyError, TypeError, ValueError."""
    answer = read_item(item)
    amount_centimes, currency = amounts.read(item["payout_item"]["amount"])
    is_waiting = answer.reason == UNCLAIMED
    return Report(
        reference="",
        status=UNCLAIMED if is_waiting else answer.status,
        subject=PAYOUT,
        subject_ref=str(item["payout_item"].get("sender_item_id", ""))[:40],
        amount_centimes=amount_centimes,
        currency=currency,
        provider_ref=answer.provider_ref,
        reason="" if is_waiting else answer.reason,
    )
