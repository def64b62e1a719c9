"""CMI keeps every promise."""

from payments.tests.conformance import Conformance
from payments.tests.conformance.cmi import CmiPeer


class TestCmi(Conformance):
    make_peer = CmiPeer
