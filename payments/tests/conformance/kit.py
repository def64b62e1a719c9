"""The promises every way of paying keeps, each a test. Subclass `Conformance`, name the peer, and run.

    class TestSandbox(Conformance):
        make_peer = SandboxPeer

After each test the auditor must have nothing to say, and the provider's books must agree with ours.
"""

from payments.tests.conformance.paying import Paying
from payments.tests.conformance.refunding import Refunding
from payments.tests.conformance.trust import Trust


class Conformance(Paying, Trust, Refunding):
    """All of them."""
