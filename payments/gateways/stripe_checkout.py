"""Stripe as a way to pay: its hosted page (Checkout), charged at once, money kept on the platform's balance.

No card comes near us: the payer types it on Stripe's page. The charge is separate from any later transfer to
a creator; the deal's id groups them.
"""

import json
import logging
import re
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import stripe
from django.conf import settings
from django.utils import timezone

from payments.errors import BadCallback, ProviderRefused
from payments.gateways import stripe_words as words
from payments.gateways.port import Action, Callback, RefundAnswer
from payments.gateways.stripe_client import client, each_page, is_live, outcome_known
from payments.models import Payment, Refund
from payments.services import Report
from payments.services.reports import ABSENT

log = logging.getLogger(__name__)
HEADER = "Stripe-Signature"
TOLERANCE_S = 300
PAGES = {"fr", "en"}  # Checkout speaks no Arabic: the payer's browser decides
OPEN_FOR = timedelta(hours=1)
SHORTEST = timedelta(minutes=31)  # Stripe opens no page for less than 30
CLOCKS_APART_S = 60
WHEN = re.compile(r"(?:^|,)t=([0-9]{1,12})(?:,|$)")
SENT_BACK = {"succeeded": "done", "failed": "refused", "canceled": "refused"}


class StripeGateway:
    """One Checkout Session per payment; the payment's id is its idempotency key."""

    name = "stripe"
    currencies = frozenset({"MAD", "EUR", "USD"})

    def __init__(self, config: Mapping[str, str]) -> None:
        self._config = config
        self._stripe = client(config).v1
        self.is_live = is_live(config)

    def begin(self, payment: Payment, *, return_url: str, locale: str) -> Action:
        """The page opened before, or a new one. Raises GatewayUnreachable, ProviderRefused."""
        known = payment.action.get("fields", {}).get("session")
        if known:
            return Action(kind="redirect", url=payment.action["url"], fields={"session": known})
        asked = self._page_for(payment, return_url, locale)
        with outcome_known():
            session = self._opened(payment, asked)
        return Action(kind="redirect", url=session.url or return_url, fields={"session": session.id})

    def verify_callback(self, *, headers: Mapping[str, str], body: bytes) -> Callback:
        """Our own endpoint's secret, or that of the one for connected accounts. Raises BadCallback."""
        signature = headers.get(HEADER, "")
        if not any(_is_signed(body, signature, secret) for secret in self._secrets()):
            raise BadCallback
        try:
            event = json.loads(body)
            report = words.of_event(event) if self._is_ours(event) else words.ignored(event["type"])
            return Callback(external_id=str(event["id"]), report=report)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadCallback from error

    def _is_ours(self, event: dict[str, Any]) -> bool:
        """Of our own account (of somebody else's, only what changed about it), and real where we are real:
        Stripe sends test events to live endpoints of connected accounts.
        """
        is_foreign = event.get("account") and event["type"] != "account.updated"
        return not is_foreign and bool(event.get("livemode")) == self.is_live

    def query(self, payment: Payment) -> Report:
        """The session by the id we kept; without one (we broke off while opening it), by our reference."""
        known = payment.action.get("fields", {}).get("session")
        with outcome_known():
            session_id = known or self._session_of(payment)
            if not session_id:
                return Report(reference=payment.reference, status=ABSENT, currency=payment.currency)
            said = self._stripe.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]})
        return words.of_session(said.to_dict())

    def refund(self, refund: Refund) -> RefundAnswer:
        """Part or all of the charge; asked twice with one id, it goes back once.

        A second time it is looked for first: for a key it knows, Stripe repeats the first answer as it was.
        """
        if refund.attempts > 1 and (found := self._made(refund)):
            return found
        asked: Any = {
            "payment_intent": refund.payment.provider_ref,
            "amount": refund.amount_centimes,
            "metadata": {"refund": str(refund.pk), "reference": refund.payment.reference},
        }
        try:
            with outcome_known():
                said = self._stripe.refunds.create(asked, {"idempotency_key": str(refund.pk)})
        except stripe.InvalidRequestError as error:
            return self._refused(refund, error)
        return _answer(said.to_dict())

    def _refused(self, refund: Refund, error: stripe.InvalidRequestError) -> RefundAnswer:
        """An answer that got lost and was forgotten at Stripe looks like too much: look for ours first."""
        if found := self._made(refund):
            return found
        log.warning("refund %s: stripe said %s", refund, error.code or error.http_status)
        return RefundAnswer(status="refused", reason=error.code or "more_than_was_paid")

    def _made(self, refund: Refund) -> RefundAnswer | None:
        with outcome_known():
            listed = each_page(self._stripe.refunds.list, payment_intent=refund.payment.provider_ref)
            made = [one.to_dict() for one in listed]
        ours = [one for one in made if (one.get("metadata") or {}).get("refund") == str(refund.pk)]
        return _answer(ours[0]) if ours else None

    # ---- the page -----------------------------------------------------------------------------

    def _page_for(self, payment: Payment, return_url: str, locale: str) -> dict[str, Any]:
        marks = {"payment": str(payment.pk), "reference": payment.reference}
        title = payment.escrow.title[:250] or payment.reference
        goods = {"name": title, "metadata": marks}
        until = max(payment.made_at + OPEN_FOR, timezone.now() + SHORTEST)
        return {
            "mode": "payment",
            "client_reference_id": payment.reference,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": payment.currency.lower(),
                        "unit_amount": payment.amount_centimes,
                        "product_data": goods,
                    },
                }
            ],
            "payment_intent_data": {
                "description": title,
                "metadata": marks,
                "transfer_group": str(payment.escrow.deal_id),
            },
            "metadata": marks,
            "success_url": return_url,
            "cancel_url": return_url,
            "locale": locale if locale in PAGES else "auto",
            "expires_at": int(until.timestamp()),
        }

    def _opened(self, payment: Payment, asked: Any) -> Any:
        """Asked before with other words (another language), the key is taken: the page from then counts."""
        try:
            return self._stripe.checkout.sessions.create(asked, {"idempotency_key": str(payment.pk)})
        except stripe.IdempotencyError:
            known = self._session_of(payment)
            if not known:
                raise
            return self._stripe.checkout.sessions.retrieve(known)
        except stripe.InvalidRequestError as error:
            log.warning("payment %s: stripe opens no page: %s", payment.reference, error.code)
            raise ProviderRefused(gateway=self.name) from error

    def _session_of(self, payment: Payment) -> str:
        """Stripe's list is searched from the moment of the payment: rare, and short."""
        since = int(payment.made_at.timestamp()) - CLOCKS_APART_S
        for session in each_page(self._stripe.checkout.sessions.list, created={"gte": since}):
            if session.client_reference_id == payment.reference:
                return str(session.id)
        return ""

    def _secrets(self) -> list[str]:
        return [secret for secret in (self._config["secret"], settings.STRIPE_CONNECT_SECRET) if secret]


def _answer(made: Mapping[str, Any]) -> RefundAnswer:
    status = SENT_BACK.get(made["status"] or "", "pending")
    reason = "card_closed" if status == "refused" else ""
    return RefundAnswer(status=status, provider_ref=made["id"], reason=reason)


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    """By Stripe's own code, which lets times from the future pass; we do not."""
    try:
        stripe.Webhook.construct_event(body, signature, secret, tolerance=TOLERANCE_S)
    except (ValueError, stripe.SignatureVerificationError):
        return False
    when = WHEN.search(signature)
    return when is not None and int(when[1]) <= time.time() + TOLERANCE_S
