"""The sandbox bank keeps every promise."""

from payments.tests.conformance import Conformance
from payments.tests.conformance.sandbox import SandboxPeer


class TestSandbox(Conformance):
    make_peer = SandboxPeer
