"""Stripe's words in ours: sessions, intents, refunds, disputes, and the events that carry them."""

from collections.abc import Callable, Mapping
from typing import Any

from payments.services import Report
from payments.services.reports import (
    ACCOUNT,
    DISPUTE,
    DONE,
    FAILED,
    MIRROR,
    PAID,
    PENDING,
    REFUND,
    REFUSED,
)

Thing = Mapping[str, Any]
NONE = "none"
GONE = "gone"
# What Stripe says about a card, in codes of ours; anything else is simply declined.
REASONS = {
    "insufficient_funds": "insufficient_funds",
    "expired_card": "expired_card",
    "authentication_required": "authentication_failed",
    "processing_error": "processing_error",
}
REFUND_STATES = {"succeeded": DONE, "failed": REFUSED, "canceled": REFUSED}
DISPUTE_STATES = {
    "won": "won",
    "warning_closed": "won",
    "prevented": "won",
    "lost": "lost",
    "warning_needs_response": "inquiry",  # a question of the bank: no money was taken yet
    "warning_under_review": "inquiry",
}
MIRRORED = ("customer.", "product.", "price.", "invoice.", "charge.")


def of_session(session: Thing) -> Report:
    """A Checkout Session, with its intent where that was fetched along."""
    intent = session.get("payment_intent")
    if isinstance(intent, Mapping):
        return of_intent(intent, is_closed=session["status"] == "expired")
    if session["payment_status"] == "paid":
        return _about(session, PAID, session["amount_total"], intent)
    if session["status"] == "expired":
        return _about(session, FAILED, reason="expired")
    return _about(session, PENDING)


def of_intent(intent: Thing, *, is_closed: bool = False) -> Report:
    """The intent knows best: it is what was charged. `is_closed`: its page takes no card any more."""
    status, error = intent["status"], intent.get("last_payment_error")
    if status == "succeeded":
        return _about(intent, PAID, intent.get("amount_received", intent["amount"]), intent["id"])
    if status == "canceled":
        return _about(intent, FAILED, reason="cancelled", provider_ref=intent["id"])
    if status == "requires_payment_method" and error:
        return _about(intent, FAILED, reason=declined_as(error), provider_ref=intent["id"])
    if is_closed:
        return _about(intent, FAILED, reason="expired", provider_ref=intent["id"])
    return _about(intent, PENDING, provider_ref=intent["id"])


def of_refund(refund: Thing) -> Report:
    """Ours carry the refund's id and the payment's reference; one made at Stripe's desk carries neither."""
    metadata = refund.get("metadata") or {}
    status = REFUND_STATES.get(refund.get("status") or "", PENDING)
    return Report(
        subject=REFUND,
        subject_ref=metadata.get("refund", ""),
        reference=metadata.get("reference", ""),
        status=status,
        amount_centimes=refund["amount"],
        currency=refund["currency"].upper(),
        provider_ref=refund["id"] if metadata.get("refund") else _id_of(refund.get("payment_intent")),
        reason="card_closed" if status == REFUSED else "",
    )


def of_dispute(dispute: Thing) -> Report:
    """It names the charge, not our reference: `provider_ref` is the intent that the payment remembers."""
    return Report(
        subject=DISPUTE,
        subject_ref=dispute["id"],
        reference=(dispute.get("metadata") or {}).get("reference", ""),
        status=DISPUTE_STATES.get(dispute["status"], "opened"),
        amount_centimes=dispute["amount"],
        currency=dispute["currency"].upper(),
        provider_ref=_id_of(dispute.get("payment_intent")),
        reason=str(dispute["reason"])[:40],
    )


def of_account(account: Thing) -> Report:
    """Only whose: what it is like is read at Stripe."""
    return Report(subject=ACCOUNT, subject_ref=account["id"], reference="", status="changed")


def to_mirror(kind: str, thing: Thing) -> Report:
    """Only which object changed: its newest state is fetched, whatever order events come in."""
    gone = GONE if kind.endswith(".deleted") and thing["object"] != "subscription" else "changed"
    return Report(subject=MIRROR, subject_ref=thing["id"], reference="", status=gone, reason=thing["object"])


def ignored(kind: str) -> Report:
    """Kept, and nothing more."""
    return Report(subject=NONE, reference="", status="ignored", reason=kind[:120])


READERS: dict[str, Callable[[Thing], Report]] = {
    **dict.fromkeys(
        [
            "checkout.session.completed",
            "checkout.session.expired",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed",
        ],
        of_session,
    ),
    **dict.fromkeys(
        ["payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled"], of_intent
    ),
    **dict.fromkeys(["refund.created", "refund.updated", "refund.failed"], of_refund),
    **dict.fromkeys(
        [
            "charge.dispute.created",
            "charge.dispute.closed",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.funds_reinstated",
        ],
        of_dispute,
    ),
    "account.updated": of_account,
}


def of_event(event: Thing) -> Report:
    """What an event says, or that it says nothing to us. Raises KeyError, TypeError on what is no event."""
    kind, thing = event["type"], event["data"]["object"]
    if is_for_plans(thing):
        return ignored(kind)
    if kind in READERS:
        return READERS[kind](thing)
    if kind.startswith(MIRRORED) and "id" in thing:
        return to_mirror(kind, thing)
    return ignored(kind)


def is_for_plans(thing: Thing) -> bool:
    """A session that opens a subscription, or an intent of an invoice: no escrow waits for it."""
    if thing["object"] == "checkout.session":
        return thing["mode"] != "payment"
    return thing["object"] == "payment_intent" and "reference" not in (thing.get("metadata") or {})


def declined_as(error: Thing) -> str:
    """A code of ours for why a card was turned down; never Stripe's sentence."""
    return REASONS.get(error.get("decline_code") or error.get("code") or "", "declined")


def _about(thing: Thing, status: str, amount: int = 0, provider_ref: Any = "", reason: str = "") -> Report:
    reference = thing.get("client_reference_id") or (thing.get("metadata") or {}).get("reference", "")
    return Report(
        reference=reference,
        status=status,
        amount_centimes=amount,
        currency=(thing["currency"] or "").upper(),
        provider_ref=_id_of(provider_ref),
        reason=reason,
    )


def _id_of(thing: Any) -> str:
    """Stripe gives an id, or the object itself where it was expanded."""
    return str(thing["id"] if isinstance(thing, Mapping) else thing or "")
