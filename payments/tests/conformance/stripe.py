"""The pretended Stripe as a peer."""

import json
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings

from kit.signatures import sign
from payments.models import Payment, Refund
from payments.tests.conformance.mailbox import Message
from payments.tests.conformance.peer import How, Peer, RefundHow
from payments.tests.stripe.peer import running_stripe

HEADER = "Stripe-Signature"
MODE = {RefundHow.DONE: "succeeded", RefundHow.LATER: "soon", RefundHow.REFUSED: "failed"}
# Kinds that tell how a payment, a refund or a dispute ended; the rest (charge.succeeded) is for the mirror.
# The intent tells of success too, in other words: payments/tests/stripe has both in any order.
TELLING = ("checkout.session.", "payment_intent.payment_failed")
ENDS = {"opened": "charge.dispute.created", "won": "charge.dispute.closed", "lost": "charge.dispute.closed"}


class StripePeer(Peer):
    """Presses Stripe's buttons and looks into its API. Everything is signed as Stripe signs."""

    gateway = "stripe"
    lacks = {}

    def start(self, place: Path) -> None:
        self._life = ExitStack()
        self._stripe = self._life.enter_context(running_stripe(place, "--balance", "100000000"))
        self._secret = settings.STRIPE["secret"]

    def stop(self) -> None:
        self._life.close()

    def settings(self) -> dict[str, Any]:
        return {"PAYMENT_GATEWAYS": {"stripe": {**settings.STRIPE, "url": self._stripe.url}}}

    def settings_when_down(self) -> dict[str, Any]:
        return {"PAYMENT_GATEWAYS": {"stripe": {**settings.STRIPE, "url": "http://127.0.0.1:9"}}}

    def begin_test(self) -> None:
        self._listen(self.mailbox.url)

    def _listen(self, url: str) -> None:
        self._stripe.act("hooks", url=f"{url}/", secret=self._secret)

    # ---- paying ---------------------------------------------------------------------------------

    def pay(self, payment: Payment, action: dict[str, Any], how: How) -> None:
        if how == How.ABANDONMENT:
            assert self._stripe.press(action["url"], "close").status_code == 303
            return
        if how == How.SILENT:
            self._listen("http://127.0.0.1:9")
        step = "decline" if how == How.REFUSAL else "pay"
        change: dict[str, Any] = {}
        if how == How.WRONG_AMOUNT:
            change = {"amount": payment.amount_centimes // 2}
        if how == How.WRONG_CURRENCY:
            change = {"currency": "eur" if payment.currency != "EUR" else "usd"}
        self._stripe.act(f"sessions/{action['fields']['session']}/{step}", **change)
        if how == How.WRONG_ORDER:
            self._name_another_order()

    def pay_after_refusal(self, payment: Payment, action: dict[str, Any]) -> None:
        for step in ("decline", "pay"):
            self._stripe.act(f"sessions/{action['fields']['session']}/{step}")

    def _name_another_order(self) -> None:
        said = json.loads(self.messages()[-1].body)
        said["data"]["object"] |= {"client_reference_id": "IM0000000000000000"}
        self.mailbox.empty()
        self.mailbox.take(self._signed(said))

    def taken(self, payment: Payment) -> int:
        session = self._stripe.look(f"/v1/checkout/sessions/{payment.action['fields']['session']}")
        if not session["payment_intent"]:
            return 0
        return self._stripe.look(f"/v1/payment_intents/{session['payment_intent']}")["amount_received"]

    def complaints(self) -> list[str]:
        return self._stripe.violations()

    # ---- its messages ---------------------------------------------------------------------------

    def messages(self, n: int = 1) -> list[Message]:
        return self._wait_for(*TELLING, n=n)

    def forged(self, message: Message) -> list[Message]:
        other = sign("whsec_of_somebody_else", message.body)
        nonsense = ["", "nonsense", "t=1,v1=00", other, other.replace("v1=", "v0=")]
        return [Message(body=message.body, headers={**message.headers, HEADER: one}) for one in nonsense]

    def altered(self, message: Message) -> list[Message]:
        said = json.loads(message.body)
        thing = said["data"]["object"]
        changes = [{"amount_total": 1}, {"amount_received": 1}, {"currency": "eur"}, {"payment_status": "no"}]
        changes += [{"client_reference_id": "IM0"}, {"metadata": {"reference": "IM0"}}]
        lies = [{**said, "data": {"object": {**thing, **change}}} for change in changes]
        return [message.changed(body=json.dumps(one).encode()) for one in [*lies, {**said, "id": "evt_0"}]]

    def signed_at(self, message: Message, seconds: int) -> Message:
        signature = sign(self._secret, message.body, int(time.time()) + seconds)
        return Message(body=message.body, headers={**message.headers, HEADER: signature})

    def retold(self, message: Message) -> Message:
        return self._signed({**json.loads(message.body), "id": "evt_told_again"})

    def odd(self, payment: Payment) -> Message:
        thing = {"object": "radar.early_fraud_warning", "id": "issfr_1"}
        said = {"id": "evt_odd", "object": "event", "type": "radar.early_fraud_warning.created"}
        return self._signed({**said, "data": {"object": thing}})

    def _signed(self, said: dict[str, Any]) -> Message:
        body = json.dumps(said).encode()
        return Message(
            body=body, headers={"Content-Type": "application/json", HEADER: sign(self._secret, body)}
        )

    # ---- refunds and disputes -------------------------------------------------------------------

    def refunds_go(self, payment: Payment, action: dict[str, Any], how: RefundHow) -> None:
        self._stripe.act(f"refunds_of/{payment.reference}", status=MODE[how])

    def refunded(self, payment: Payment) -> int:
        made = self._refunds(payment)
        return sum(one["amount"] for one in made if one["status"] == "succeeded")

    def _refunds(self, payment: Payment) -> list[dict[str, Any]]:
        row = Payment.objects.get(pk=payment.pk)
        if not row.provider_ref:
            return []
        return self._stripe.look(f"/v1/refunds?limit=100&payment_intent={row.provider_ref}")["data"]

    def refund_messages(self, refund: Refund) -> list[Message]:
        return self._wait_for("refund.created")

    def dispute(self, payment: Payment, how: str) -> list[Message]:
        self.mailbox.empty()
        intent = Payment.objects.get(pk=payment.pk).provider_ref
        if how == "opened":
            self._stripe.act("disputes", payment_intent=intent)
        else:
            made = self._stripe.look(f"/v1/disputes?payment_intent={intent}")["data"][0]
            self._stripe.act(f"disputes/{made['id']}/{how}")
        return self._wait_for(ENDS[how])

    def _wait_for(self, *kinds: str, n: int = 1) -> list[Message]:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            told = [one for one in self.mailbox.wait(1) if _kind(one).startswith(kinds)]
            if len(told) >= n:
                return told
            time.sleep(0.02)
        return []


def _kind(message: Message) -> str:
    return str(json.loads(message.body)["type"])
