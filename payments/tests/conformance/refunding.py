"""Money on its way back, and money the payer's bank takes back."""

import pytest

from payments import gateways, services
from payments.models import LedgerTransaction, Refund
from payments.selectors import balance
from payments.tasks import send_refunds
from payments.tests.conformance import peer as words
from payments.tests.conformance.peer import How, RefundHow, needs
from payments.tests.conformance.table import Table, escrow_of, send_all_refunds


class Refunding(Table):
    """A refund is made once, whatever happens to its answer."""

    @needs(words.REFUNDS)
    def test_a_full_refund(self, peer, paid):
        services.refund(escrow_id=paid.escrow_id, reason="cancelled")
        send_all_refunds()
        assert (peer.refunded(paid), Refund.objects.get().state) == (paid.amount_centimes, "done")
        assert (escrow_of(paid).state, balance("refunds_in_transit", "", peer.currency)) == ("refunded", 0)

    @needs(words.REFUNDS)
    def test_a_partial_refund(self, peer, paid):
        half = paid.escrow.price_centimes // 2
        services.split(escrow_id=paid.escrow_id, influencer_price_centimes=half, reason="half")
        send_all_refunds()
        refund = Refund.objects.get()
        assert (refund.state, peer.refunded(paid)) == ("done", refund.amount_centimes)
        assert 0 < refund.amount_centimes < paid.amount_centimes
        assert escrow_of(paid).state == "split"

    @needs(words.REFUNDS)
    def test_a_refund_without_an_answer_is_asked_again_and_made_once(self, peer, paid, settings):
        services.refund(escrow_id=paid.escrow_id, reason="cancelled")
        for name, value in peer.settings_when_down().items():
            setattr(settings, name, value)
        send_refunds()
        assert Refund.objects.get().state == "sending"
        for name, value in peer.settings().items():
            setattr(settings, name, value)
        for _ in range(2):  # the second time as if our note of the answer had been lost
            gateways.send_refund(Refund.objects.select_related("payment__escrow").get())
        assert (Refund.objects.get().state, peer.refunded(paid)) == ("done", paid.amount_centimes)

    @needs(words.REFUNDS)
    @needs(words.REFUND_LATER)
    def test_a_refund_that_takes_its_time(self, peer, payment, action, deliver):
        peer.refunds_go(payment, action, RefundHow.LATER)
        peer.pay(payment, action, How.SUCCESS)
        self.bring_in(peer, payment, deliver)
        services.refund(escrow_id=payment.escrow_id, reason="cancelled")
        send_refunds()
        assert Refund.objects.get().state == "sending"
        send_all_refunds()
        assert Refund.objects.get().state == "done"

    @needs(words.REFUNDS)
    @needs(words.REFUND_REFUSED)
    def test_a_refund_that_is_refused_waits_for_staff(self, peer, payment, action, deliver):
        peer.refunds_go(payment, action, RefundHow.REFUSED)
        peer.pay(payment, action, How.SUCCESS)
        self.bring_in(peer, payment, deliver)
        services.refund(escrow_id=payment.escrow_id, reason="cancelled")
        send_all_refunds()
        refund = Refund.objects.get()
        assert (refund.state, bool(refund.failure), peer.refunded(payment)) == ("failed", True, 0)
        assert balance("refunds_in_transit", "", peer.currency) == payment.amount_centimes

    @needs(words.REFUNDS)
    @needs(words.REFUND_CALLS)
    def test_a_refund_that_is_told_by_a_callback_ends_once(self, peer, paid, deliver):
        services.refund(escrow_id=paid.escrow_id, reason="cancelled")
        send_all_refunds()
        told = peer.refund_messages(Refund.objects.get())
        deliver(told)
        deliver(told)
        assert Refund.objects.get().state == "done"
        assert LedgerTransaction.objects.filter(kind="refund_settled").count() == 1

    @needs(words.DISPUTES)
    @pytest.mark.parametrize(("end", "state"), [("won", "held"), ("lost", "refunded")])
    def test_a_dispute(self, peer, paid, deliver, end, state):
        assert "dispute_opened" in deliver(peer.dispute(paid, "opened"))
        assert escrow_of(paid).state == "held"
        assert f"dispute_{end}" in deliver(peer.dispute(paid, end))
        assert escrow_of(paid).state == state
