"""Stripe keeps every promise."""

from payments.tests.conformance import Conformance
from payments.tests.conformance.stripe import StripePeer


class TestStripe(Conformance):
    make_peer = StripePeer
