"""How an act of a person reaches the house: here through its services, in simulation.http through the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from influmaroc.simulation.world import Party
from kit.ids import uuid7
from payments import services
from payments.models import Escrow, Payout, Wallet
from payments.services import Report
from plans.selectors import subscription_of
from plans.services import change_plan, start_subscription


def settle_constraints() -> None:
    """Check now what a commit would check; it never comes, so what it would start is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    connection.run_on_commit.clear()


class ByServices:
    """One act is one transaction; what is refused leaves nothing of it."""

    @contextmanager
    def acting(self) -> Iterator[None]:
        try:
            with transaction.atomic():
                yield
                settle_constraints()
        finally:
            connection.run_on_commit.clear()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Nothing runs besides."""
        yield

    def open_deal(self, payer: Party, payee: Party, stages: list[tuple[str, int]]) -> Any:
        """`stages` add up to the price; one of them is the whole."""
        payer[0].refresh_from_db()
        deal = services.open_escrow(
            deal_id=uuid7(),
            title="Simulated",
            payer=payer[0],
            payee=payee[0],
            price_centimes=sum(price for _, price in stages),
            stages=stages if len(stages) > 1 else [],
        )
        return deal.pk

    def start_payment(self, deal: Escrow, currency: str, by: User) -> Any:
        return services.create_payment(escrow_id=deal.pk, gateway="sandbox", currency=currency, by=by).pk

    def tell(self, report: Report) -> int:
        """The provider's message is kept; the id of the row."""
        body = report.as_dict()
        return services.store_provider_event(
            gateway="sandbox", external_id=str(uuid7()), body=body, raw=""
        ).pk

    def ask_for_payout(self, wallet: Wallet, amount: int, by: User) -> Any:
        return services.request_payout(wallet=wallet, amount_centimes=amount, by=by).pk

    def move_payout(self, payout: Payout, step: str, clerk: User) -> None:
        if step == "approve":
            services.approve_payout(payout_id=payout.pk, by=clerk)
        elif step == "send":
            services.send_payout(payout_id=payout.pk, by=clerk)
        elif step == "settle":
            services.settle_payout(payout_id=payout.pk, bank_ref=f"B-{payout.pk}"[:30], by=clerk)
        else:
            services.fail_payout(payout_id=payout.pk, reason=Payout.Reason.RETURNED, by=clerk)

    def subscribe(self, wallet: Wallet, code: str, by: User) -> None:
        held = subscription_of(wallet)
        if held is None:
            start_subscription(wallet=wallet, code=code, interval="month", by=by)
        else:
            change_plan(subscription_id=held.pk, code=code, by=by)
