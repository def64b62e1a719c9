"""The sandbox bank (manage.py sandbox_bank): a hosted page, signed callbacks, a status and a refund API."""

import json
from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings

from kit import signatures
from kit.amounts import centimes, decimal, money
from payments.errors import BadCallback, GatewayUnreachable
from payments.gateways.port import Action, Callback, RefundAnswer, leave_transaction, seen_from
from payments.models import Payment, Refund
from payments.services import Report

HEADER = "Sandbox-Signature"
TIMEOUT_S = (3.05, 10)


class SandboxGateway:
    """HMAC-SHA256 over a time stamp and the exact body (or the sorted form fields), five minutes of
    tolerance."""

    name = "sandbox"
    currencies = frozenset({"MAD", "EUR", "USD"})
    kept_headers = frozenset({HEADER})

    def __init__(self, config: Mapping[str, str]) -> None:
        self._url = config["url"].rstrip("/")
        self._secret = config["secret"]

    def begin(self, payment: Payment, *, return_url: str, locale: str) -> Action:
        """A signed form; no network. On the site's own origin the bank is addressed relative to it."""
        fields = {
            "reference": payment.reference,
            "amount": decimal(payment.amount_centimes),
            "currency": payment.currency,
            "description": payment.escrow.title,
            "locale": locale,
            "return_url": return_url,
            "callback_url": f"{settings.SITE_URL}/api/payments/callbacks/{self.name}",
        }
        signature = signatures.sign(self._secret, signatures.canonical(fields))
        url = seen_from(f"{self._url}/pay", return_url)
        return Action(kind="form", url=url, fields={**fields, "signature": signature})

    def verify_callback(self, *, headers: Mapping[str, str], body: bytes) -> Callback:
        if not signatures.is_signed(self._secret, body, headers.get(HEADER, "")):
            raise BadCallback
        try:
            said = json.loads(body)
            return Callback(external_id=str(said["id"]), report=read_report(said))
        except (ValueError, KeyError, TypeError) as error:
            raise BadCallback from error

    def query(self, payment: Payment) -> Report:
        said = self._call("GET", f"/orders/{payment.reference}")
        try:
            return read_report(said)
        except (ValueError, KeyError, TypeError) as error:
            raise GatewayUnreachable from error

    def refund(self, refund: Refund) -> RefundAnswer:
        said = self._call(
            "POST",
            "/refunds",
            {
                "refund": str(refund.pk),
                "reference": refund.payment.reference,
                **(money(refund.amount_centimes, refund.currency) or {}),
            },
        )
        return RefundAnswer(
            status=str(said.get("status", "pending")),
            provider_ref=str(said.get("provider_ref", "")),
            reason=str(said.get("reason", "")),
        )

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        leave_transaction()
        raw = json.dumps(body).encode() if body else b""
        signed = signatures.sign(self._secret, f"{method} {path}\n".encode() + raw)
        headers = {HEADER: signed, "Content-Type": "application/json"}
        try:
            answer = requests.request(
                method,
                f"{self._url}{path}",
                data=raw,
                headers=headers,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
            answer.raise_for_status()
            said = answer.json()
        except requests.RequestException as error:
            raise GatewayUnreachable(gateway=self.name) from error
        if not isinstance(said, dict):
            raise GatewayUnreachable(gateway=self.name)
        return said


def read_report(said: dict[str, Any]) -> Report:
    """The bank's words for an order in ours. Raises KeyError, TypeError, ValueError on what it may not
    say."""
    return Report(
        reference=str(said["reference"])[:40],
        status=str(said["status"]),
        amount_centimes=centimes(said.get("amount", "0")),
        currency=str(said.get("currency", ""))[:3],
        provider_ref=str(said.get("provider_ref", ""))[:80],
        reason=str(said.get("reason", ""))[:120],
    )
