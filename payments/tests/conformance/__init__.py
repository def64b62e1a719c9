"""One set of tests for every way of paying: `Conformance`, run against a `Peer` that plays the provider."""

from payments.tests.conformance.kit import Conformance
from payments.tests.conformance.mailbox import Mailbox, Message
from payments.tests.conformance.peer import CAPABILITIES, How, Peer, RefundHow, needs

__all__ = ["CAPABILITIES", "Conformance", "How", "Mailbox", "Message", "Peer", "RefundHow", "needs"]
