"""Bank transfer: the payer is told where to and under which reference; the bank statement tells that it came.

Nobody calls back and nobody can be asked: the treasury matches the line of the statement, two people agree,
and only then the escrow is credited.
"""

from collections.abc import Mapping

from kit.amounts import decimal
from kit.morocco import group_rib
from payments.errors import BadCallback
from payments.gateways.port import Action, Callback, RefundAnswer
from payments.models import Payment, Refund
from payments.services import Report


class BankTransfer:
    """Instructions in, a statement line out."""

    name = "bank"
    currencies = frozenset({"MAD"})

    def __init__(self, config: Mapping[str, str]) -> None:
        self._account = config

    def begin(self, payment: Payment, *, return_url: str, locale: str) -> Action:
        """What to type at one's own bank. The reference is what finds the transfer again."""
        fields = {
            "holder": self._account["holder"],
            "bank": self._account["bank"],
            "rib": group_rib(self._account["rib"]),
            "amount": decimal(payment.amount_centimes),
            "currency": payment.currency,
            "reference": payment.reference,
        }
        return Action(kind="transfer", url=return_url, fields=fields)

    def verify_callback(self, *, headers: Mapping[str, str], body: bytes) -> Callback:
        """No bank calls us. Raises BadCallback."""
        raise BadCallback

    def query(self, payment: Payment) -> Report:
        """Nobody to ask: it is on its way until a statement says otherwise, or too late."""
        return Report(reference=payment.reference, status="pending", currency=payment.currency)

    def refund(self, refund: Refund) -> RefundAnswer:
        """People make this transfer; the statement line that shows it settles the refund."""
        return RefundAnswer(status="pending", reason="by_hand")
