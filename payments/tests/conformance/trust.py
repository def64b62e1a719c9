"""Messages that are not believed, and providers that do not answer."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from payments import gateways
from payments.errors import GatewayUnreachable, PaymentBeingChecked
from payments.models import Payment, ProviderEvent
from payments.tests.conformance import peer as words
from payments.tests.conformance.mailbox import Message
from payments.tests.conformance.peer import How, Peer, needs
from payments.tests.conformance.table import Table, escrow_of, funded, last, untouched

# What browsers bring back from each provider when all went well, and some more.
LIES = {
    "sandbox": "reference={reference}&status=paid&amount=4770.00&currency=MAD&signature=t=1,v1=00",
    "cmi": "oid={reference}&Response=Approved&ProcReturnCode=00&mdStatus=1&amount=4770.00&HASH=AAAA",
    "stripe": "session_id=cs_test_1&payment_status=paid&redirect_status=succeeded&payment_intent=pi_1",
    "paypal": "token=5O190127TN364715T&PayerID=QYR5Z8XDVJNXQ&status=COMPLETED&custom_id={pk}&st=Completed",
    "ours": "state=paid&payment={pk}&is_credited=true&type=payment.paid&action=credit&confirmed=1",
}


def alarms(caplog: pytest.LogCaptureFixture, word: str) -> list[str]:
    """What was logged as an error with this word in it: errors wake people up."""
    return [
        one.getMessage() for one in caplog.records if one.levelname == "ERROR" and word in one.getMessage()
    ]


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
    def test_another_sum_is_never_credited_and_comes_to_light(
        self, peer, payment, action, deliver, caplog, how
    ):
        peer.pay(payment, action, how)
        assert how.value in deliver(peer.messages())
        assert alarms(caplog, payment.reference)
        assert "strange" in {event.state for event in ProviderEvent.objects.all()}
        payment.refresh_from_db()
        assert (payment.state, payment.failure) == ("failed", how.value)
        assert (payment.is_credited, escrow_of(payment).state) == (False, "pending")

    @needs(words.CALLS)
    def test_another_order_is_never_credited_and_comes_to_light(self, peer, payment, action, deliver, caplog):
        peer.pay(payment, action, How.WRONG_ORDER)
        assert last(deliver(peer.messages())) == "unknown_reference"
        assert alarms(caplog, "unknown payment")
        assert "strange" in {event.state for event in ProviderEvent.objects.all()}
        assert untouched(payment)

    @pytest.mark.parametrize("lie", LIES)
    def test_a_browser_that_comes_back_proves_nothing(self, payment, action, client_of, atlas, lie):
        """R14: every provider's word for success, at each address where browsers arrive."""
        said = dict(parse_qsl(LIES[lie].format(reference=payment.reference, pk=payment.pk)))
        back, landing = (f"/fr/paiement/{way}/{payment.pk}" for way in ("retour", "arrivee"))
        browser = client_of(atlas)
        answers = [
            browser.get(back, said),
            browser.post(back, said),
            *(getattr(browser, how)(landing, said) for how in ("get", "post")),
            *(Client(enforce_csrf_checks=True).post(landing, said, follow=True) for _n in range(2)),
        ]
        assert [one.status_code for one in answers] == [200, 405, 302, 302, 200, 200]
        assert (untouched(payment), ProviderEvent.objects.exists()) == (True, False)
        assert Payment.objects.get().state == "pending"

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
