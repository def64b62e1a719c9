"""API doors that create or move money: who stands before each, what they ask, how often it happened."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

from django.conf import settings
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import User
from campaigns.models import Application, Collaboration, Deliverable, Dispute, Submission
from conftest import accept, approve, publish, submit
from payments import services
from payments.gateways.sandbox import SandboxGateway
from payments.models import LedgerTransaction, Payment, Payout, PayoutMethod, Refund
from payments.services import Report

RIB = "011519000001205000534921"
OTHER_RIB = "230780123456789012345649"
NET = {"amount": "3960.00", "currency": "MAD"}
REPLAYED = "Idempotent-Replayed"


@dataclass(frozen=True)
class Door:
    """`other` is another thing that may be asked there; `n_effects` counts what it did."""

    path: str
    body: Any
    other: Any
    who: User
    n_effects: Callable[[], int]
    status: int = 200
    method: str = "post"

    def ask(self, key: str, body: Any = None) -> Any:
        """One request of that person's, as any client sends it."""
        api = APIClient(raise_request_exception=False)
        api.force_authenticate(User.objects.get(pk=self.who.pk))
        asked = self.body if body is None else body
        return getattr(api, self.method)(self.path, asked, format="json", headers={"Idempotency-Key": key})


def at_once(door: Door, keys: list[str]) -> list[Any]:
    """One request for each key, from one barrier, each in a thread and on a connection of its own."""
    barrier = Barrier(len(keys))

    def send(key: str) -> Any:
        try:
            barrier.wait(30)
            return door.ask(key)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(send, keys))


def intent(given: Any) -> Door:
    deal = given("signed")
    asked = {"collaboration": str(deal.pk)}
    other = {**asked, "gateway": "sandbox"}
    path = "/api/payments/create-payment-intent"
    return Door(path, asked, other, given("atlas"), Payment.objects.count, status=201)


def confirmation(given: Any) -> Door:
    """The provider says that it was paid, to everybody who asks."""
    deal, atlas = given("signed"), given("atlas")
    payment = services.create_payment(escrow_id=deal.escrow_id, gateway="sandbox", by=atlas)

    def query(_self: Any, asked: Payment) -> Report:
        said = {"amount_centimes": asked.amount_centimes, "provider_ref": "BK-1"}
        return Report(reference=asked.reference, status="paid", **said)

    given("monkeypatch").setattr(SandboxGateway, "query", query)
    funded = LedgerTransaction.objects.filter(kind="fund")
    asked = {"payment": str(payment.pk)}
    return Door("/api/payments/confirm-payment", asked, {**asked, "status": "failed"}, atlas, funded.count)


def payout_method(given: Any) -> Door:
    asked = {"holder_name": "Amina", "rib": RIB}
    path = "/api/finances/payout-methods"
    return Door(
        path, asked, {**asked, "rib": OTHER_RIB}, given("amina"), PayoutMethod.objects.count, status=201
    )


def payout(given: Any) -> Door:
    wallet, amina = given("completed").influencer.wallet, given("amina")
    services.add_payout_method(wallet=wallet, holder_name="Amina", rib=RIB, by=amina)
    other = {"amount": {**NET, "amount": "100.00"}}
    path = "/api/finances/request-payout"
    return Door(path, {"amount": NET}, other, amina, Payout.objects.count, status=201)


def payout_taken_back(given: Any) -> Door:
    door = payout(given)
    wallet = given("completed").influencer.wallet
    made = services.request_payout(wallet=wallet, amount_centimes=396_000, by=door.who)
    ended = LedgerTransaction.objects.filter(key=f"payout-end:{made.pk}")
    return Door(f"/api/finances/payouts/{made.pk}/cancel", {}, {"why": "x"}, door.who, ended.count)


def application(given: Any) -> Door:
    asked = {"pitch": "Moi", "price": {"amount": "4500.00", "currency": "MAD"}}
    path = f"/api/campaigns/{given('campaign').pk}/apply"
    return Door(
        path, asked, {**asked, "pitch": "Moi !"}, given("amina"), Application.objects.count, status=201
    )


def acceptance(given: Any) -> Door:
    row = given("application")
    path = f"/api/campaigns/{row.campaign_id}/applications/{row.pk}/status"
    asked, n_deals = {"status": "accepted"}, Collaboration.objects.count
    return Door(path, asked, {"status": "rejected"}, given("atlas"), n_deals, method="put")


def draft(given: Any) -> Door:
    path = f"/api/deliverables/{given('funded').deliverables.first().pk}/submissions"
    asked, other = ({"url": f"https://drive.example.ma/{n}"} for n in (1, 2))
    return Door(path, asked, other, given("amina"), Submission.objects.count, status=201)


def last_to_accept(deal: Collaboration) -> Deliverable:
    """All is accepted but this one, which is published."""
    *others, last = deal.deliverables.all()
    for row in others:
        accept(publish(approve(submit(row))))
    return publish(approve(submit(last)))


def release(given: Any) -> Door:
    path = f"/api/deliverables/{last_to_accept(given('funded')).pk}/accept"
    released = LedgerTransaction.objects.filter(kind="release")
    return Door(path, {}, {"why": "x"}, given("atlas"), released.count)


def refund(given: Any) -> Door:
    """Nothing was delivered: all of it goes back."""
    path = f"/api/collaborations/{given('funded').pk}/cancel"
    asked, other = {"reason": "Plus de stock"}, {"reason": "Autre"}
    return Door(path, asked, other, given("atlas"), Refund.objects.count)


def dispute(given: Any) -> Door:
    path = f"/api/collaborations/{given('active').pk}/dispute"
    asked, other = {"reason": "Hors sujet"}, {"reason": "Autre"}
    return Door(path, asked, other, given("atlas"), Dispute.objects.count, status=201)


DOORS: dict[str, Callable[[Any], Door]] = {
    "create-payment-intent": intent,
    "confirm-payment": confirmation,
    "payout-method": payout_method,
    "request-payout": payout,
    "cancel-payout": payout_taken_back,
    "apply": application,
    "accept": acceptance,
    "draft": draft,
    "release": release,
    "refund": refund,
    "dispute": dispute,
}


def without_limits() -> dict[str, tuple[int, int]]:
    """What is counted here is effects; a thousand repetitions are not to end as too many."""
    return {scope: (10**6, window_s) for scope, (_tries, window_s) in settings.THROTTLES.items()}
