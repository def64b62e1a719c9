"""PayPal keeps every promise."""

from payments.tests.conformance import Conformance
from payments.tests.conformance.paypal import PayPalPeer


class TestPayPal(Conformance):
    make_peer = PayPalPeer
