"""What the pretended Stripe does: each method is one thing that happens, with its events."""

import json
import time
from typing import Any

from payments.management.stripe import objects
from payments.management.stripe.store import Store, Thing, new_id

SUPPORTED = {
    "AT",
    "BE",
    "CA",
    "CH",
    "DE",
    "DK",
    "ES",
    "FI",
    "FR",
    "GB",
    "IE",
    "IT",
    "LU",
    "NL",
    "PT",
    "SE",
    "US",
}
ENDS = {"won": "won", "lost": "lost", "closed": "warning_closed"}


class Refused(Exception):
    """An error as Stripe words it. `is_kept`: it was found while acting, so its key answers it again."""

    def __init__(self, status: int, code: str, message: str, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status, self.is_kept = status, kind == "card_error" or code == "balance_insufficient"
        self.body = {"error": {"type": kind, "code": code, "message": message}}


class Desk:
    """Works on the store; `public_url` is where a browser reaches the hosted pages."""

    def __init__(self, store: Store, public_url: str) -> None:
        self.store, self.public_url = store, public_url

    def need(self, thing_id: str, kind: str) -> Thing:
        found = self.store.get(thing_id)
        if found is None or found.get("object", kind) != kind:
            raise Refused(404, "resource_missing", f"No such {kind}: '{thing_id}'")
        return found

    def tell(self, kind: str, thing: Thing, account: str = "") -> None:
        """Keep an event and queue it for every endpoint that listens."""
        said = self.store.save(objects.event(kind, thing, account))
        for endpoint in self.store.all("endpoint"):
            wants = endpoint["enabled_events"]
            if endpoint["is_connect"] == bool(account) and ("*" in wants or kind in wants):
                self.store.outbox.put(
                    endpoint["url"], json.dumps(said), time.time(), secret=endpoint["secret"]
                )

    # ---- paying -------------------------------------------------------------------------------

    def open_session(self, asked: Thing) -> Thing:
        opened = objects.session(asked, self.public_url)
        if opened["expires_at"] < objects.now() + 29 * 60:
            raise Refused(
                400, "parameter_invalid_integer", "expires_at must be at least 30 minutes from now."
            )
        if opened["amount_total"] <= 0:
            raise Refused(400, "amount_too_small", "The amount is below the smallest charge.")
        self.store.save({"id": f"wish_{opened['id']}", **asked.get("payment_intent_data", {})}, "wish")
        return self.store.save(opened)

    def pay(self, opened: Thing, asked: Thing) -> Thing:
        """The card is charged: intent, charge and session settle together. `asked` may name another amount
        or currency, which the real one would never take."""
        intent = self._intent_of(opened)
        taken = int(asked.get("amount") or intent["amount"])
        intent |= {"amount": taken, "currency": str(asked.get("currency") or intent["currency"]).lower()}
        paid = self.store.save(objects.charge(intent))
        intent |= {"status": "succeeded", "amount_received": taken, "latest_charge": paid["id"]}
        intent |= {"last_payment_error": None, "next_action": None}
        self.store.save(intent)
        opened |= {"status": "complete", "payment_status": "paid", "url": None}
        opened |= {"amount_total": taken, "currency": intent["currency"]}
        self.store.save(opened)
        self._move_balance(paid["currency"], taken)
        self.tell("charge.succeeded", paid)
        self.tell("payment_intent.succeeded", intent)
        self.tell("checkout.session.completed", opened)
        return opened

    def decline(self, opened: Thing, code: str = "generic_decline") -> Thing:
        """The card is turned down; the page stays open for another one."""
        intent = self._intent_of(opened)
        error = {"type": "card_error", "code": "card_declined", "message": "Your card was declined."}
        intent |= {"status": "requires_payment_method", "last_payment_error": {**error, "decline_code": code}}
        self.tell("payment_intent.payment_failed", self.store.save(intent))
        return opened

    def ask_3ds(self, opened: Thing) -> Thing:
        intent = self._intent_of(opened)
        intent |= {
            "status": "requires_action",
            "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {}},
        }
        self.tell("payment_intent.requires_action", self.store.save(intent))
        return opened

    def expire(self, opened: Thing) -> Thing:
        if opened["status"] != "open":
            raise Refused(400, "", 'Only Checkout Sessions with a status in ["open"] can be expired.')
        opened |= {"status": "expired", "url": None}
        self.tell("checkout.session.expired", self.store.save(opened))
        return opened

    def cancel_intent(self, intent: Thing) -> Thing:
        if intent["status"] in {"succeeded", "canceled"}:
            raise Refused(400, "payment_intent_unexpected_state", f"It is {intent['status']}.")
        intent |= {"status": "canceled", "canceled_at": objects.now(), "cancellation_reason": "abandoned"}
        self.tell("payment_intent.canceled", self.store.save(intent))
        return intent

    def _intent_of(self, opened: Thing) -> Thing:
        if opened["payment_intent"]:
            return self.need(opened["payment_intent"], "payment_intent")
        wish = self.store.get(f"wish_{opened['id']}") or {}
        intent = self.store.save(objects.payment_intent(opened, wish))
        opened["payment_intent"] = intent["id"]
        self.store.save(opened)
        self.tell("payment_intent.created", intent)
        return intent

    # ---- sending back -------------------------------------------------------------------------

    def refund(self, asked: Thing) -> Thing:
        paid = self._charge_of(asked)
        left = paid["amount"] - paid["amount_refunded"]
        amount = int(asked.get("amount", left))
        if not left:
            raise Refused(400, "charge_already_refunded", f"Charge {paid['id']} has already been refunded.")
        if amount > left:
            words = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
            raise Refused(400, "", words)
        made = objects.refund(paid, amount, asked)
        names = (paid["payment_intent"], (paid["metadata"] or {}).get("reference", ""))
        mode = next((found for name in names if (found := self.store.get(f"mode_{name}"))), {})
        how = mode.get("status", "succeeded")
        made["status"] = "succeeded" if how == "soon" else how
        self._refunded(paid, made)
        return {**made, "status": "pending"} if how == "soon" else made

    def _refunded(self, paid: Thing, made: Thing) -> Thing:
        paid["amount_refunded"] += made["amount"]
        paid["refunded"] = paid["amount_refunded"] == paid["amount"]
        self.store.save(paid)
        self.store.save(made)
        self._move_balance(paid["currency"], -made["amount"])
        self.tell("refund.created", made)
        self.tell("charge.refunded", paid)
        return made

    def end_refund(self, made: Thing, status: str) -> Thing:
        """A pending refund arrives, or fails: then the money is on the balance again."""
        made["status"] = status
        if status == "failed":
            made["failure_reason"] = "lost_or_stolen_card"
            paid = self.need(made["charge"], "charge")
            paid |= {"amount_refunded": paid["amount_refunded"] - made["amount"], "refunded": False}
            self.store.save(paid)
            self._move_balance(made["currency"], made["amount"])
            self.tell("refund.failed", made)
        self.tell("refund.updated", self.store.save(made))
        return made

    def _charge_of(self, asked: Thing) -> Thing:
        if "charge" in asked:
            return self.need(asked["charge"], "charge")
        intent = self.need(asked.get("payment_intent", ""), "payment_intent")
        if not intent["latest_charge"]:
            words = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise Refused(400, "payment_intent_unexpected_state", words)
        return self.need(intent["latest_charge"], "charge")

    # ---- disputes -----------------------------------------------------------------------------

    def open_dispute(self, asked: Thing) -> Thing:
        """The payer's bank takes the money back; an inquiry (`status` warning_needs_response) does not."""
        paid = self._charge_of(asked)
        status = asked.get("status", "needs_response")
        made = self.store.save(objects.dispute(paid, int(asked.get("amount") or paid["amount"]), status))
        self.store.save(paid | {"disputed": True})
        self.tell("charge.dispute.created", made)
        if status == "needs_response":
            self._move_balance(made["currency"], -made["amount"])
            self.tell("charge.dispute.funds_withdrawn", made)
        return made

    def end_dispute(self, made: Thing, how: str) -> Thing:
        made["status"] = ENDS[how]
        self.tell("charge.dispute.closed", self.store.save(made))
        if how == "won":
            self._move_balance(made["currency"], made["amount"])
            self.tell("charge.dispute.funds_reinstated", made)
        return made

    # ---- paying people ------------------------------------------------------------------------

    def open_account(self, asked: Thing) -> Thing:
        if asked.get("country", "FR") not in SUPPORTED:
            raise Refused(
                400, "country_unsupported", f"{asked['country']} is not currently supported by Stripe."
            )
        return self.store.save(objects.account(asked))

    def link(self, asked: Thing) -> Thing:
        owner = self.need(asked["account"], "account")
        token = new_id("alink")
        made = objects.account_link(self.public_url, token)
        row = {"id": token, "account": owner["id"], "is_used": False, "expires_at": made["expires_at"]}
        self.store.save(
            {**row, "refresh_url": asked["refresh_url"], "return_url": asked["return_url"]}, "link"
        )
        return made

    def onboard(self, owner: Thing, how: str) -> Thing:
        """finish: everything is given; later: nothing yet; reject: Stripe does not want this person."""
        if how == "finish":
            owner |= {"details_submitted": True, "charges_enabled": True, "payouts_enabled": True}
            owner |= {"capabilities": {"transfers": "active"}, "requirements": objects.requirements([], None)}
        if how == "reject":
            owner |= {"details_submitted": True, "payouts_enabled": False, "charges_enabled": False}
            owner |= {"capabilities": {"transfers": "inactive"}}
            owner |= {"requirements": objects.requirements([], "rejected.other")}
        self.tell("account.updated", self.store.save(owner), account=owner["id"])
        return owner

    def transfer(self, asked: Thing) -> Thing:
        owner, amount = self.need(asked["destination"], "account"), int(asked["amount"])
        if owner["capabilities"]["transfers"] != "active":
            words = "Your destination account needs to have at least one of: transfers, crypto_transfers."
            raise Refused(400, "insufficient_capabilities_for_transfer", words)
        if amount > self.balance(asked["currency"].lower()):
            words = "You have insufficient available funds in your Stripe account."
            raise Refused(400, "balance_insufficient", words)
        made = self.store.save(objects.transfer(asked, amount))
        self._move_balance(made["currency"], -amount)
        self.tell("transfer.created", made)
        return made

    def reverse(self, of: Thing, asked: Thing) -> Thing:
        left = of["amount"] - of["amount_reversed"]
        amount = int(asked.get("amount", left))
        if amount > left or not left:
            raise Refused(400, "", f"Reversal amount ({amount}) is greater than the amount left ({left}).")
        made = self.store.save(objects.reversal(of, amount, asked))
        of["amount_reversed"] += amount
        of["reversed"] = of["amount_reversed"] == of["amount"]
        of["reversals"]["data"].insert(0, made)
        self._move_balance(of["currency"], amount)
        self.tell("transfer.reversed", self.store.save(of))
        return made

    # ---- the platform's balance ---------------------------------------------------------------

    def balance(self, currency: str) -> int:
        return int((self.store.get(f"balance_{currency}") or {}).get("amount", 0))

    def _move_balance(self, currency: str, amount: int) -> None:
        row = {"id": f"balance_{currency}", "currency": currency}
        self.store.save({**row, "amount": self.balance(currency) + amount}, "balance")

    def top_up(self, asked: Thing) -> dict[str, Any]:
        self._move_balance(asked["currency"].lower(), int(asked["amount"]))
        return {"currency": asked["currency"], "amount": self.balance(asked["currency"].lower())}
