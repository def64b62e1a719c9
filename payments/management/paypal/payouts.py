"""Paying people. What becomes of it stands in the receiver's name: unclaimed@..., blocked@... and so on."""

from typing import Any

from payments.management.paypal.desk import No, Thing, missing
from payments.management.paypal.letters import Letters
from payments.management.paypal.store import Store, new_id, now

STATES = {
    "unclaimed": "UNCLAIMED",
    "returned": "RETURNED",
    "blocked": "BLOCKED",
    "failed": "FAILED",
    "pending": "PENDING",
    "held": "ONHOLD",
    "refunded": "REFUNDED",
}
EVENTS = {"SUCCESS": "SUCCEEDED", "ONHOLD": "HELD"}
BAD_REQUEST, FORBIDDEN = 400, 403


class Payouts:
    """A batch's id of ours is refused the second time, with a link to the first."""

    def __init__(self, store: Store, letters: Letters) -> None:
        self._store, self._letters = store, letters

    def send(self, body: Thing, base: str) -> Thing:
        header = body["sender_batch_header"]
        for known in self._store.all("batch"):
            if known["batch_header"]["sender_batch_header"]["sender_batch_id"] == header["sender_batch_id"]:
                raise _duplicate(known, base)
        if any(one["receiver"].startswith("nofunds@") for one in body["items"]):
            raise No(BAD_REQUEST, "INSUFFICIENT_FUNDS", said="Sender does not have sufficient funds.")
        batch_id = new_id(13)
        items = [_item(one, batch_id) for one in body["items"]]
        head = {"payout_batch_id": batch_id, "batch_status": "PENDING", "sender_batch_header": header}
        whole = {"batch_header": {**head, "batch_status": "SUCCESS", "time_created": now()}, "items": items}
        self._store.put("batch", batch_id, whole)
        for item in items:
            state = item["transaction_status"]
            self._letters.write(f"PAYMENT.PAYOUTS-ITEM.{EVENTS.get(state, state)}", item, {})
        link = {"href": f"{base}/v1/payments/payouts/{batch_id}", "rel": "self", "method": "GET"}
        return {"batch_header": head, "links": [link]}

    def batch(self, batch_id: str) -> Thing:
        found = self._store.get("batch", batch_id)
        if found is None:
            raise missing()
        return found

    def move(self, reference: str, state: str) -> Thing:
        """An item that waited comes to its end."""
        for batch in self._store.all("batch"):
            for item in batch["items"]:
                if item["payout_item"]["sender_item_id"] == reference:
                    item["transaction_status"] = state
                    self._store.put("batch", batch["batch_header"]["payout_batch_id"], batch)
                    self._letters.write(f"PAYMENT.PAYOUTS-ITEM.{EVENTS.get(state, state)}", item, {})
                    return item
        raise missing()


def _item(asked: Thing, batch_id: str) -> Thing:
    state = STATES.get(asked["receiver"].partition("@")[0], "SUCCESS")
    known = ("recipient_type", "amount", "receiver", "note", "sender_item_id")
    made: dict[str, Any] = {
        "payout_item_id": new_id(13),
        "transaction_id": new_id(),
        "transaction_status": state,
        "payout_batch_id": batch_id,
        "payout_item": {name: asked[name] for name in known if name in asked},
        "time_processed": now(),
    }
    if state in {"FAILED", "UNCLAIMED"}:
        said = {"name": "RECEIVER_UNREGISTERED", "message": "Receiver is unregistered.", "debug_id": "t"}
        made["errors"] = said
    return made


def _duplicate(known: Thing, base: str) -> No:
    no = No(BAD_REQUEST, "USER_BUSINESS_ERROR", said="Duplicate sender_batch_id.")
    href = f"{base}/v1/payments/payouts/{known['batch_header']['payout_batch_id']}"
    no.body["links"] = [{"href": href, "rel": "self", "method": "GET"}]
    return no
