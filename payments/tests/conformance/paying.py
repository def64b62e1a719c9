"""Ends of a payment, and its news told again, late and in disorder."""

import random
import time
from typing import Any

import pytest
from django.db import transaction

from payments import gateways, services
from payments.models import Chargeback, LedgerTransaction, Payment, ProviderEvent, Refund
from payments.selectors import balance
from payments.tasks import poll_unsettled
from payments.tests.conformance import peer as words
from payments.tests.conformance.mailbox import Message
from payments.tests.conformance.peer import CAPABILITIES, How, needs
from payments.tests.conformance.table import (
    BACK,
    Table,
    escrow_of,
    funded,
    last,
    make_old,
    send_all_refunds,
    untouched,
    work,
)

CARD_WORDS = {"pan", "cvv", "cv2", "cvc", "card", "cardnumber", "expiry"}
N_PERMUTATIONS = [3, pytest.param(200, marks=pytest.mark.slow)]
ENDINGS = [
    *(("won", 3), ("lost", 3)),
    *(pytest.param((how, 200), marks=pytest.mark.slow) for how in ("won", "lost")),
]
N_COPIES = 5
ANSWERED_IN_S = 2


class Paying(Table):
    """From the button to the ledger."""

    def test_what_it_has_not_got_is_declared_with_a_reason(self, peer):
        assert set(peer.lacks) <= CAPABILITIES
        assert all(peer.lacks.values())

    def test_no_card_is_ever_asked_for_here(self, action):
        assert action["kind"] in {"form", "redirect"}
        assert not CARD_WORDS & {part for name in action["fields"] for part in name.lower().split("_")}

    def test_a_payment_begun_twice_is_one_payment(self, peer, payment, action, deliver):
        again = gateways.start(payment, return_url=BACK, locale="fr")
        payment.refresh_from_db()
        peer.pay(payment, again, How.SUCCESS)
        self.bring_in(peer, payment, deliver)
        assert escrow_of(payment).state == "held"

    @needs(words.CALLS)
    def test_success(self, peer, payment, action, deliver):
        peer.pay(payment, action, How.SUCCESS)
        assert last(deliver(peer.messages())) == "credited"
        assert funded(payment)

    @needs(words.CALLS)
    def test_a_message_is_kept_as_it_came(self, peer, payment, action, tell):
        peer.pay(payment, action, How.SUCCESS)
        message = peer.messages()[0]
        tell(message)
        event = ProviderEvent.objects.order_by("pk").first()
        assert (event.raw, event.handled_at) == (message.body.decode(), None)

    @needs(words.ASKED)
    def test_success_that_nobody_told_us(self, peer, payment, action):
        peer.pay(payment, action, How.SILENT)
        assert gateways.ask(payment) == "credited"
        assert funded(payment)

    @needs(words.CALLS)
    def test_refusal(self, peer, payment, action, deliver, atlas):
        peer.pay(payment, action, How.REFUSAL)
        assert last(deliver(peer.messages())) == "failed"
        payment.refresh_from_db()
        assert (payment.state, bool(payment.failure), untouched(payment)) == ("failed", True, True)
        assert self.open(payment.escrow, peer, atlas).pk != payment.pk

    @needs(words.ASKED)
    def test_abandonment(self, peer, payment, action):
        peer.pay(payment, action, How.ABANDONMENT)
        assert gateways.ask(payment) == "pending"
        make_old(payment)
        poll_unsettled()
        payment.refresh_from_db()
        assert (payment.state, untouched(payment)) == ("expired", True)

    @needs(words.CALLS)
    @needs(words.RETRIES)
    @pytest.mark.parametrize("is_reordered", [False, True])
    def test_a_refused_try_and_then_a_good_one_end_paid(
        self, peer, payment, action, deliver, *, is_reordered
    ):
        peer.pay_after_refusal(payment, action)
        told = peer.messages(2)
        deliver(told[::-1] if is_reordered else told)
        assert funded(payment)

    @needs(words.CALLS)
    def test_duplicates(self, peer, payment, action, tell):
        peer.pay(payment, action, How.SUCCESS)
        message = peer.messages()[-1]
        began = time.monotonic()
        answers = [tell(message) for _ in range(N_COPIES)]
        assert time.monotonic() - began < ANSWERED_IN_S * N_COPIES
        assert len(set(answers)) == 1
        assert len(work() + work()) == 1
        assert (LedgerTransaction.objects.filter(kind="fund").count(), funded(payment)) == (1, True)

    @needs(words.CALLS)
    @needs(words.RETOLD)
    def test_the_same_news_under_another_id(self, peer, paid, deliver):
        assert deliver([peer.retold(peer.messages()[-1])]) == ["duplicate"]
        assert funded(paid)

    @needs(words.CALLS)
    def test_late(self, peer, payment, action, deliver):
        peer.pay(payment, action, How.SUCCESS)
        services.expire_payment(payment_id=payment.pk)
        assert last(deliver(peer.messages())) == "credited"
        assert funded(payment)

    @needs(words.CALLS)
    @needs(words.REFUNDS)
    def test_too_late_goes_back(self, peer, payment, action, deliver):
        peer.pay(payment, action, How.SUCCESS)
        services.cancel_escrow(escrow_id=payment.escrow_id)
        assert last(deliver(peer.messages())) == "late_refund"
        send_all_refunds()
        assert (peer.refunded(payment), Refund.objects.get().state) == (payment.amount_centimes, "done")

    @needs(words.CALLS)
    @pytest.mark.timeout(900)
    @pytest.mark.parametrize("n", N_PERMUTATIONS)
    def test_any_order_of_any_number_of_copies_ends_the_same(self, peer, payment, action, deliver, n):
        """R13: permutations of five copies of each."""
        if words.RETRIES in peer.lacks:
            peer.pay(payment, action, How.SUCCESS)
        else:
            peer.pay_after_refusal(payment, action)
        told = peer.messages(1 if words.RETRIES in peer.lacks else 2)
        ends = {self._end_of(told * N_COPIES, deliver, payment, seed) for seed in range(n)}
        assert ends == {("held", "paid", payment.amount_centimes, 1, "")}

    @needs(words.CALLS)
    @needs(words.DISPUTES)
    @pytest.mark.timeout(900)
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_a_dispute_told_in_any_order_with_its_payment_ends_the_same(
        self, peer, payment, action, deliver, ending
    ):
        """The provider's words are taken from a payment that was disputed, and that is then undone."""
        how, n = ending
        peer.pay(payment, action, How.SUCCESS)
        told = list(peer.messages())
        with transaction.atomic():
            deliver(told)
            for step in ("opened", how):
                told += peer.dispute(payment, step)
            transaction.set_rollback(True)
        ends = {self._end_of(told * N_COPIES, deliver, payment, seed) for seed in range(n)}
        left = ("held", payment.amount_centimes) if how == "won" else ("refunded", 0)
        assert ends == {(left[0], "paid", left[1], 1, how)}

    @staticmethod
    def _end_of(told: list[Message], deliver: Any, payment: Payment, seed: int) -> tuple[Any, ...]:
        random.Random(seed).shuffle(told)
        with transaction.atomic():
            for message in told:
                deliver([message])
            row = Payment.objects.get(pk=payment.pk)
            clearing = -balance("provider_clearing", payment.gateway, payment.currency)
            n_funded = LedgerTransaction.objects.filter(kind="fund").count()
            disputes = "".join(Chargeback.objects.values_list("state", flat=True))
            end = (escrow_of(payment).state, row.state, clearing, n_funded, disputes)
            transaction.set_rollback(True)
        return end
