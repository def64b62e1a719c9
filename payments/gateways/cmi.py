"""CMI's hosted page ("3D Pay Hosting", hash ver3), for each acquirer that sits behind it.

The payer types the card there. CMI reserves the amount (PreAuth), tells us by a callback, and captures it
when we answer ACTION=POSTAUTH. Whether it really did is asked afterwards; if not, we capture by its API.
"""

import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from kit import nestpay
from kit.amounts import centimes, decimal
from kit.latin import latin
from payments.errors import BadCallback
from payments.gateways.cmi_api import NUMBERS, CmiApi
from payments.gateways.port import Action, Callback, RefundAnswer, seen_from
from payments.models import Payment, Refund
from payments.services import Report

NAMES = {number: name for name, number in NUMBERS.items()}
POSTAUTH, APPROVED, FAILURE = "ACTION=POSTAUTH", "APPROVED", "FAILURE"
SECURE = {"1", "2", "3", "4"}  # full authentication, or an issuer that takes no part
MAX_FIELDS = 200
SESSION_S = 25 * 60  # shorter than we wait for an answer
WORD = re.compile("document", re.IGNORECASE)  # one guide of CMI hashes this word in a way of its own


class CmiGateway:
    """One acquirer: its page, its API, its shop number and its key."""

    name = "cmi"
    is_captured_later = True

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config
        self._is_document_rule = bool(config.get("document_rule"))
        self._api = CmiApi(config)
        self.currencies = frozenset(config["currencies"])

    def begin(self, payment: Payment, *, return_url: str, locale: str) -> Action:
        """A form for the payer's browser; no network."""
        with override(locale):
            landing = urljoin(return_url, reverse("payments:landing", args=[payment.pk]))
        fields = {
            **self._order(payment),
            **_payer(payment),
            "okUrl": landing,
            "failUrl": landing,
            "callbackUrl": f"{settings.SITE_URL}/api/payments/callbacks/{self.name}",
            "shopurl": return_url,
            "lang": locale if locale in {"ar", "fr", "en"} else "fr",
        }
        fields["HASH"] = nestpay.hash_of(
            fields, self._config["store_key"], document_rule=self._is_document_rule
        )
        url = seen_from(str(self._config["url"]), return_url)
        return Action(kind="form", url=url, fields=fields)

    def _order(self, payment: Payment) -> dict[str, str]:
        return {
            "clientid": self._config["client_id"],
            "storetype": "3D_PAY_HOSTING",
            "TranType": "PreAuth",
            "amount": decimal(payment.amount_centimes),
            "currency": NUMBERS[payment.currency],
            "oid": payment.reference,
            "CallbackResponse": "true",
            "rnd": secrets.token_hex(10),
            "hashAlgorithm": "ver3",
            "encoding": "UTF-8",
            "AutoRedirect": "true",
            "refreshtime": "5",
            "sessiontimeout": str(SESSION_S),
        }

    def verify_callback(self, *, headers: Mapping[str, str], body: bytes) -> Callback:
        """Everything has to fit before CMI is told to capture: hash, answer, code, 3-D Secure, shop, order,
        amount and currency.
        """
        said = self._believed(body)
        try:
            report = self._report(said)
        except (KeyError, ValueError) as error:
            raise BadCallback(answer=FAILURE) from error
        parts = (report.reference, said.get("TransId", ""), said.get("ProcReturnCode", ""))
        is_due = self._is_due(report)
        if report.status == "paid" and not is_due:
            report = _uncaptured(report)
        return Callback(
            external_id=":".join(parts)[:80], report=report, answer=POSTAUTH if is_due else APPROVED
        )

    def _believed(self, body: bytes) -> dict[str, str]:
        try:
            pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
        except ValueError as error:
            raise BadCallback(answer=FAILURE) from error
        fields = dict(pairs)
        said = nestpay.believed(fields, self._config["store_key"], document_rule=self._is_document_rule)
        is_twice = len(fields) != len(pairs)
        if is_twice or not said or said.get("clientid") != self._config["client_id"]:
            raise BadCallback(answer=FAILURE)
        return said

    def _report(self, said: dict[str, str]) -> Report:
        is_approved = said.get("Response") == "Approved" and said.get("ProcReturnCode") == "00"
        is_secure = said.get("mdStatus") in SECURE
        refused = "not_secured" if is_approved else f"code_{said.get('ProcReturnCode') or 'none'}"
        return Report(
            reference=said["oid"][:40],
            status="paid" if is_approved and is_secure else "failed",
            amount_centimes=centimes(said["amount"]),
            currency=NAMES.get(said["currency"], "XXX"),
            provider_ref=said.get("TransId", "")[:80],
            reason="" if is_approved and is_secure else refused[:120],
        )

    def _is_due(self, report: Report) -> bool:
        """The very amount of an order of ours, in its currency."""
        row = Payment.objects.filter(reference=report.reference, gateway=self.name)
        asked = row.values_list("amount_centimes", "currency").first()
        return report.status == "paid" and asked == (report.amount_centimes, report.currency)

    def query(self, payment: Payment) -> Report:
        """Read the order's history. What is reserved and still wanted is captured; what is not wanted any
        more is let go.
        """
        history = self._api.history(payment.reference)
        if history.is_reserved:
            fits = history.amount_centimes == payment.amount_centimes
            if fits and is_wanted(payment):
                history = self._api.capture(payment.reference, payment.amount_centimes, payment.currency)
            else:
                history = self._api.void(payment.reference)
        said = Report(reference=payment.reference, status="pending", currency=payment.currency)
        return history.as_report(said)

    def refund(self, refund: Refund) -> RefundAnswer:
        """Void the whole before the day's end, credit after it. The order's history says what was sent back
        already; our refunds of one payment go one after the other, so that each finds its own there.
        """
        payment = refund.payment
        others = payment.refunds.exclude(pk=refund.pk).values_list("pk", "state", "amount_centimes")
        if any(pk < refund.pk and state in {"requested", "sending"} for pk, state, _amount in others):
            return RefundAnswer(status="pending", reason="after_another_refund")
        before = sum(amount for _pk, state, amount in others if state == Refund.State.DONE)
        return self._api.give_back(
            payment.reference, amount=refund.amount_centimes, before=before, currency=refund.currency
        )


def is_wanted(payment: Payment) -> bool:
    """A reserved amount is taken when the deal still waits for it, or counts on it already."""
    if payment.state == Payment.State.PAID:
        return payment.is_credited
    if payment.failure in {"wrong_amount", "wrong_currency", "not_secured"}:
        return False
    others = payment.escrow.payments.exclude(pk=payment.pk)
    is_elsewhere = others.filter(state__in=["pending", "unknown", "paid"]).exists()
    return payment.escrow.state == "pending" and not is_elsewhere


def _uncaptured(report: Report) -> Report:
    """Approved, but not what we asked for: it comes to light as strange, and nothing is taken, so nothing is
    there to be parked.
    """
    return Report(**{**report.as_dict(), "amount_centimes": 0})


def _payer(payment: Payment) -> dict[str, str]:
    """Letters that CMI takes; never empty, never the word that is hashed differently."""
    name = latin(payment.escrow.payer.name)[:50] or "Client"
    email = payment.made_by.email
    billing = {"BillToName": name, "BillToCompany": name, "BillToCountry": "504"}
    shown = {key: WORD.sub("doc", value) for key, value in billing.items()}
    return {**shown, "email": "" if WORD.search(email) else email}
