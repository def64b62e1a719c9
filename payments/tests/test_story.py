"""Random lives of deals: whatever happens in whatever order, no centime is lost and the auditor is silent."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.errors import Refusal
from kit.ids import uuid7
from payments import services
from payments.models import Escrow, Payment, Payout, Refund
from payments.selectors import audit, books
from payments.services import Report

pytestmark = pytest.mark.django_db
STEPS = [
    *["pay", "paid", "payout"] * 4,
    "paid_wrong",
    "declined",
    "unknown",
    "expire",
    "cancel",
    "release",
    "refund",
    "split",
    "refund_done",
    "refund_refused",
    "approve",
    "send",
    "settle",
    "fail",
]


class House:
    """Two deals, one brand, one influencer, staff; each step tries something and may be turned down."""

    def __init__(self, brand: Any, purse: Any, people: dict[str, Any], prices: list[int]) -> None:
        self.people, self.purse = people, purse
        self.deals = [
            services.open_escrow(
                deal_id=uuid7(), title="x", payer=brand.wallet, payee=purse, price_centimes=price
            )
            for price in prices
        ]

    def step(self, name: str, which: int, n: int) -> None:
        escrow = self.deals[which % len(self.deals)]
        try:
            getattr(self, name)(escrow, n)
        except Refusal:
            return

    def pay(self, escrow: Escrow, n: int) -> None:
        services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=self.people["atlas"])

    def _tell(self, escrow: Escrow, n: int, **said: Any) -> None:
        payments = list(escrow.payments.order_by("made_at", "id"))
        if payments:
            payment = payments[n % len(payments)]
            report = Report(
                reference=payment.reference, **{"amount_centimes": payment.amount_centimes, **said}
            )
            services.record_report(payment_id=payment.pk, report=report)

    def paid(self, escrow: Escrow, n: int) -> None:
        self._tell(escrow, n, status="paid")

    def paid_wrong(self, escrow: Escrow, n: int) -> None:
        self._tell(escrow, n, status="paid", amount_centimes=n + 1)

    def declined(self, escrow: Escrow, n: int) -> None:
        self._tell(escrow, n, status="failed")

    def unknown(self, escrow: Escrow, n: int) -> None:
        for payment in escrow.payments.filter(state="pending"):
            services.mark_unknown(payment_id=payment.pk)

    def expire(self, escrow: Escrow, n: int) -> None:
        for payment in escrow.payments.filter(state__in=["pending", "unknown"]):
            services.expire_payment(payment_id=payment.pk)

    def cancel(self, escrow: Escrow, n: int) -> None:
        services.cancel_escrow(escrow_id=escrow.pk)

    def release(self, escrow: Escrow, n: int) -> None:
        services.release(escrow_id=escrow.pk, reason="x")

    def refund(self, escrow: Escrow, n: int) -> None:
        services.refund(escrow_id=escrow.pk, reason="x")

    def split(self, escrow: Escrow, n: int) -> None:
        part = n % (escrow.price_centimes + 1)
        services.split(escrow_id=escrow.pk, influencer_price_centimes=part, reason="x")

    def refund_done(self, escrow: Escrow, n: int) -> None:
        for refund in Refund.objects.exclude(state="done"):
            services.begin_refund(refund_id=refund.pk)
            services.settle_refund(refund_id=refund.pk, provider_ref="R")

    def refund_refused(self, escrow: Escrow, n: int) -> None:
        for refund in Refund.objects.filter(state="requested"):
            services.begin_refund(refund_id=refund.pk)
            services.fail_refund(refund_id=refund.pk, reason="no")

    def payout(self, escrow: Escrow, n: int) -> None:
        services.request_payout(wallet=self.purse, amount_centimes=10_000 + n, by=self.people["amina"])

    def _each(self, act: Any, **more: Any) -> None:
        for payout in Payout.objects.order_by("id")[:2]:
            act(payout_id=payout.pk, by=self.people["staff"], **more)

    def approve(self, escrow: Escrow, n: int) -> None:
        self._each(services.approve_payout)

    def send(self, escrow: Escrow, n: int) -> None:
        self._each(services.send_payout)

    def settle(self, escrow: Escrow, n: int) -> None:
        self._each(services.settle_payout, bank_ref="V")

    def fail(self, escrow: Escrow, n: int) -> None:
        self._each(services.fail_payout, reason="other")


steps = st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(0, 60_000))


@pytest.fixture
def people(atlas: Any, amina: Any, staff: Any) -> dict[str, Any]:
    return {"atlas": atlas, "amina": amina, "staff": staff}


@given(
    prices=st.lists(st.integers(1, 900_000), min_size=2, max_size=2),
    life=st.lists(steps, min_size=12, max_size=40),
)
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_life_of_a_deal_loses_a_centime(atlas_brand, method, people, prices, life):
    house = House(atlas_brand, method.wallet, people, prices)
    for name, which, n in life:
        house.step(name, which, n)
    assert audit() == []
    for escrow in house.deals:
        book = books(escrow.deal_id)
        n_credited = Payment.objects.filter(escrow=escrow, is_credited=True).count()
        assert book.balances
        assert book.paid_centimes == n_credited * escrow.total_centimes
