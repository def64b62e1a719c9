"""Messages that are not believed, and providers that do not answer."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone

from payments import gateways
from payments.errors import GatewayUnreachable, PaymentBeingChecked
from payments.models import Payment, ProviderEvent
from payments.tests.conformance import peer as words
from payments.tests.conformance.mailbox import Message
from payments.tests.conformance.peer import How, Peer, needs
from payments.tests.conformance.table import Table, escrow_of, funded, last, untouched


class Trust(Table):
    """Only the provider's word counts, and only what fits."""

    @needs(words.CALLS)
    def test_a_forged_signature(self, peer, payment, action, tell):
        peer.pay(payment, action, How.SUCCESS)
        self._refused(peer, tell, payment, peer.forged(peer.messages()[-1]))

    @needs(words.CALLS)
    def test_one_changed_byte(self, peer, payment, action, tell):
        peer.pay(payment, action, How.SUCCESS)
        self._refused(peer, tell, payment, peer.altered(peer.messages()[-1]))

    @needs(words.CALLS)
    @needs(words.TIMED)
    @pytest.mark.parametrize("seconds", [-301, 301])
    def test_a_time_that_is_not_now(self, peer, payment, action, tell, seconds):
        peer.pay(payment, action, How.SUCCESS)
        told = peer.messages()[-1]
        with time_machine.travel(timezone.now(), tick=False):
            self._refused(peer, tell, payment, [peer.signed_at(told, seconds)])

    @staticmethod
    def _refused(peer: Peer, tell: Any, payment: Payment, lies: list[Message]) -> None:
        status, said = peer.refused
        assert lies
        for lie in lies:
            answer = tell(lie)
            assert answer == (status, said or answer[1])
        assert not ProviderEvent.objects.exists()
        assert untouched(payment)

    @needs(words.CALLS)
    @needs(words.ODD)
    def test_an_unknown_kind_of_message_is_ignored(self, peer, payment, action, deliver):
        assert deliver([peer.odd(payment)]) == ["ignored"]
        assert untouched(payment)

    @needs(words.CALLS)
    @pytest.mark.parametrize("how", [How.WRONG_AMOUNT, How.WRONG_CURRENCY])
    def test_another_sum_is_never_credited_and_comes_to_light(self, peer, payment, action, deliver, how):
        peer.pay(payment, action, how)
        assert how.value in deliver(peer.messages())
        payment.refresh_from_db()
        assert (payment.state, payment.failure) == ("failed", how.value)
        assert (payment.is_credited, escrow_of(payment).state) == (False, "pending")

    @needs(words.CALLS)
    def test_another_order_is_never_credited_and_comes_to_light(self, peer, payment, action, deliver):
        peer.pay(payment, action, How.WRONG_ORDER)
        assert last(deliver(peer.messages())) == "unknown_reference"
        assert untouched(payment)

    def test_a_browser_that_comes_back_proves_nothing(self, payment, action, client_of, atlas):
        forged = f"?status=paid&Response=Approved&ProcReturnCode=00&oid={payment.reference}&token=x"
        answer = client_of(atlas).get(f"/fr/paiement/retour/{payment.pk}{forged}")
        assert (answer.status_code, untouched(payment)) == (200, True)

    @needs(words.ASKED)
    def test_no_answer_is_unknown_and_nobody_pays_twice(self, peer, payment, action, settings, atlas):
        peer.pay(payment, action, How.SILENT)
        for name, value in peer.settings_when_down().items():
            setattr(settings, name, value)
        with pytest.raises(GatewayUnreachable):
            gateways.ask(payment)
        with pytest.raises(PaymentBeingChecked):
            self.open(payment.escrow, peer, atlas)
        assert Payment.objects.get().state == "unknown"
        for name, value in peer.settings().items():
            setattr(settings, name, value)
        assert gateways.ask(payment) == "credited"
        assert funded(payment)
