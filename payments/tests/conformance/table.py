"""What every test of the kit sits at: the peer, a payment with it, hands for the postman and the worker."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from payments import gateways, services
from payments.models import Chargeback, Escrow, LedgerTransaction, Payment, ProviderEvent, Refund
from payments.selectors import audit, balance
from payments.services import Rate
from payments.tasks import handle_provider_event, send_refunds
from payments.tests.conformance import peer as words
from payments.tests.conformance.mailbox import Mailbox, Message
from payments.tests.conformance.peer import How, Peer

BACK = "http://shop.test/fr/paiement/retour/1"


@pytest.mark.django_db
class Table:
    """`make_peer` builds the peer; everything else is here."""

    make_peer: Callable[[Mailbox], Peer]

    @pytest.fixture(scope="class")
    @classmethod
    def running_peer(cls, tmp_path_factory: Any) -> Iterator[Peer]:
        mailbox = Mailbox()
        peer = cls.make_peer(mailbox)
        try:
            peer.start(tmp_path_factory.mktemp("peer"))
            yield peer
        finally:
            peer.stop()
            mailbox.close()

    @pytest.fixture(autouse=True)
    def peer(self, request: Any, running_peer: Peer, settings: Any) -> Peer:
        for capability in getattr(request.function, "needs", ()):
            if reason := running_peer.lacks.get(capability):
                pytest.skip(f"{running_peer.gateway} has not got {capability!r}: {reason}")
        running_peer.mailbox.empty()
        settings.SITE_URL = running_peer.mailbox.url
        for name, value in running_peer.settings().items():
            setattr(settings, name, value)
        running_peer.begin_test()
        return running_peer

    @pytest.fixture(autouse=True)
    def books_agree(self, peer: Peer, payment: Payment) -> Iterator[None]:
        """Whatever a test did: no centime is lost, and both sides' books say the same."""
        yield
        assert audit() == []
        assert peer.complaints() == []
        ours = balance("provider_clearing", peer.gateway, peer.currency)
        back = peer.refunded(payment) if words.REFUNDS not in peer.lacks else 0
        lost = Chargeback.objects.filter(payment=payment, state=Chargeback.State.LOST)
        fetched = lost.aggregate(n=Sum("amount_centimes", default=0))["n"]  # by the payer's own bank
        if Payment.objects.get(pk=payment.pk).state == Payment.State.PAID:
            assert -ours == peer.taken(payment) - back - fetched

    @pytest.fixture
    def payment(self, peer: Peer, escrow: Escrow, atlas: Any) -> Payment:
        rates = [Rate(name, timezone.localdate(), Decimal("10.5")) for name in ("EUR", "USD")]
        services.store_rates(source="bam", rows=rates)
        return self.open(escrow, peer, atlas)

    @staticmethod
    def open(escrow: Escrow, peer: Peer, by: Any) -> Payment:
        return services.create_payment(
            escrow_id=escrow.pk, gateway=peer.gateway, currency=peer.currency, by=by
        )

    @pytest.fixture
    def action(self, payment: Payment) -> dict[str, Any]:
        made = gateways.start(payment, return_url=BACK, locale="fr")
        payment.refresh_from_db()
        return made

    @pytest.fixture
    def tell(self, peer: Peer) -> Callable[[Message], tuple[int, bytes]]:
        """Post one message to the site, as the provider does; its answer."""

        def post(message: Message) -> tuple[int, bytes]:
            client = Client(enforce_csrf_checks=True)
            headers = {k: v for k, v in message.headers.items() if k.lower() != "content-type"}
            path = f"/api/payments/callbacks/{peer.gateway}"
            answer = client.generic("POST", path, message.body, message.content_type, headers=headers)
            peer.heard(message, answer.status_code, answer.content)
            return answer.status_code, answer.content

        return post

    @pytest.fixture
    def deliver(self, tell: Any) -> Callable[[list[Message]], list[str]]:
        """Post messages, then act on each new one as the worker would; the outcomes."""

        def post_all(messages: list[Message]) -> list[str]:
            assert messages, "the provider sent nothing"
            assert {tell(message)[0] for message in messages} == {200}
            return work()

        return post_all

    @pytest.fixture
    def paid(self, peer: Peer, payment: Payment, action: Any, deliver: Any) -> Payment:
        peer.pay(payment, action, How.SUCCESS)
        self.bring_in(peer, payment, deliver)
        payment.refresh_from_db()
        assert payment.state == "paid"
        return payment

    @staticmethod
    def bring_in(peer: Peer, payment: Payment, deliver: Any) -> None:
        """By its callback, or by asking a provider that never calls."""
        if words.CALLS in peer.lacks:
            gateways.ask(payment)
        else:
            deliver(peer.messages())


def work() -> list[str]:
    """Act on what is stored and not handled, in the order it came; the outcomes."""
    ids = ProviderEvent.objects.filter(handled_at=None).order_by("pk").values_list("pk", flat=True)
    return [handle_provider_event(pk) for pk in ids]


def last(outcomes: list[str]) -> str:
    """The outcome that tells: providers may send harmless news before it."""
    return outcomes[-1] if outcomes else "nothing"


def escrow_of(payment: Payment) -> Escrow:
    return Escrow.objects.get(pk=payment.escrow_id)


def funded(payment: Payment) -> bool:
    """The escrow holds its whole total, once."""
    escrow = escrow_of(payment)
    return (escrow.state, balance("escrow", escrow.pk)) == ("held", escrow.total_centimes)


def untouched(payment: Payment) -> bool:
    """Nothing was booked, and the escrow waits."""
    return escrow_of(payment).state == "pending" and not LedgerTransaction.objects.exists()


def make_old(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(made_at=payment.made_at.replace(year=2025))


def send_all_refunds() -> None:
    """Three rounds of the task, as if their waiting times had passed."""
    for _ in range(3):
        Refund.objects.update(next_try_at=timezone.now())
        send_refunds()
