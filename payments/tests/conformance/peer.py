"""What a stand-in for a provider has to be able to do, so that the kit can play every case against it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from payments.models import Payment, Refund
from payments.tests.conformance.mailbox import Mailbox, Message

CALLS = "calls"  # it calls us
ASKED = "asked"  # it can be asked about a payment
RETOLD = "retold"  # the same news may come again under another id
TIMED = "timed"  # its signature covers a time
ODD = "odd"  # it has kinds of messages that we do not know
RETRIES = "retries"  # a refused payer may try again within one order, and both are told
REFUNDS = "refunds"  # it sends money back when it is asked to
REFUND_REFUSED = "refund_refused"
REFUND_LATER = "refund_later"  # a refund may be pending at first
REFUND_CALLS = "refund_calls"  # it tells by a callback how a refund went
DISPUTES = "disputes"
CAPABILITIES = frozenset(
    {
        *{CALLS, ASKED, RETOLD, TIMED, ODD, RETRIES, DISPUTES},
        *{REFUNDS, REFUND_REFUSED, REFUND_LATER, REFUND_CALLS},
    }
)


class How(StrEnum):
    """What the payer and the provider do with one payment."""

    SUCCESS = "success"
    REFUSAL = "refusal"
    ABANDONMENT = "abandonment"  # the page was opened and closed again
    SILENT = "silent"  # paid, and no callback comes
    WRONG_AMOUNT = "wrong_amount"  # paid, but half of it (or what a hostile message would say)
    WRONG_CURRENCY = "wrong_currency"
    WRONG_ORDER = "wrong_order"  # paid, under an order that is none of ours


class RefundHow(StrEnum):
    """How the provider takes a refund of one payment."""

    DONE = "done"
    LATER = "later"  # pending, done when asked again
    REFUSED = "refused"


class Peer(ABC):
    """One provider. Declare in `lacks` what it has not got: capability -> why; the kit lists it.

    Sums are minor units of `currency`. The kit makes the mailbox the site (settings.SITE_URL) and delivers
    what arrives there itself, as often and in the order that the test wants.
    """

    gateway: str
    currency = "MAD"
    lacks: dict[str, str] = {}
    refused = (400, b"")  # status and text (b"" for any) of the answer to a message that is not its own

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    # ---- the provider's process -----------------------------------------------------------------

    @abstractmethod
    def start(self, place: Path) -> None:
        """Start it, with a folder for its memory."""

    @abstractmethod
    def stop(self) -> None:
        """End it."""

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """Settings to override while it is used; PAYMENT_GATEWAYS among them."""

    @abstractmethod
    def settings_when_down(self) -> dict[str, Any]:
        """The same with a provider that nobody reaches."""

    def begin_test(self) -> None:  # noqa: B027 - most need nothing
        """Called before each test: tell it where to call, forget what was asked of it before."""

    # ---- paying ---------------------------------------------------------------------------------

    @abstractmethod
    def pay(self, payment: Payment, action: dict[str, Any], how: How) -> None:
        """Do what the payer's browser does with `action` (of gateways.start), to this end."""

    def pay_after_refusal(self, payment: Payment, action: dict[str, Any]) -> None:
        """RETRIES: refused first, then paid, within one order."""
        raise NotImplementedError

    def heard(self, message: Message, status: int, answer: bytes) -> None:  # noqa: B027 - most do not act
        """Our answer to a delivered message, for providers that act on it."""

    @abstractmethod
    def taken(self, payment: Payment) -> int:
        """What the provider has captured for this payment, refunds not taken off."""

    def complaints(self) -> list[str]:
        """What of our requests it would not have had, so far: nothing, whatever a test did."""
        return []

    # ---- its messages ---------------------------------------------------------------------------

    def messages(self, n: int = 1) -> list[Message]:
        """What it sent so far in this test, once there are `n`. A peer may leave noise out."""
        return self.mailbox.wait(n)

    @abstractmethod
    def forged(self, message: Message) -> list[Message]:
        """Signed by somebody else, unsigned, signed with nonsense."""

    @abstractmethod
    def altered(self, message: Message) -> list[Message]:
        """The signature as it was, one byte of what it covers changed (amount, order, state)."""

    def signed_at(self, message: Message, seconds: int) -> Message:
        """TIMED: the same, signed so many seconds from now."""
        raise NotImplementedError

    def retold(self, message: Message) -> Message:
        """RETOLD: the same news under another id, rightly signed."""
        raise NotImplementedError

    def odd(self, payment: Payment) -> Message:
        """ODD: a rightly signed message of a kind that we do not know."""
        raise NotImplementedError

    # ---- refunds and disputes -------------------------------------------------------------------

    def refunds_go(self, payment: Payment, action: dict[str, Any], how: RefundHow) -> None:
        """Say beforehand how refunds of this payment will go (it is not paid yet)."""
        raise NotImplementedError

    def refunded(self, payment: Payment) -> int:
        """What the provider sent back of this payment."""
        raise NotImplementedError

    def refund_messages(self, refund: Refund) -> list[Message]:
        """REFUND_CALLS: what it sends when the refund is done."""
        raise NotImplementedError

    def dispute(self, payment: Payment, how: str) -> list[Message]:
        """DISPUTES: what it sends when the payer's bank opens one, and when it is won or lost."""
        raise NotImplementedError


def needs(capability: str) -> Callable[[Any], Any]:
    """Mark a test of the kit that a provider without this capability cannot run."""

    def mark(test: Any) -> Any:
        test.needs = {*getattr(test, "needs", ()), capability}
        return test

    return mark
