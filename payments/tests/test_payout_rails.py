"""Handing payouts to providers: claimed first, asked again after a crash, never paid twice."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from payments import services, tasks
from payments.errors import GatewayUnreachable
from payments.gateways import outgoing
from payments.gateways.rails import RailAnswer
from payments.models import LedgerHold, Payout, PayoutMethod
from payments.selectors import balance
from payments.tests.conftest import NET

pytestmark = pytest.mark.django_db(transaction=True)


class WorkerKilled(BaseException):
    """What no `except Exception` catches."""


@dataclass
class Peer:
    """A provider that keeps what it was asked, by reference, and dies or hides when told to."""

    name: str = "paypal"
    currencies: frozenset[str] = frozenset({"MAD"})
    kept: dict[str, int] = field(default_factory=dict)
    n_sent: int = 0
    trouble: str = ""
    ends: str = "paid"

    def send(self, payout: Payout) -> RailAnswer:
        self.n_sent += 1
        if self.trouble == "unreachable":
            raise GatewayUnreachable
        if self.trouble == "killed before":
            raise WorkerKilled
        self.kept.setdefault(str(payout.pk), payout.amount_centimes)
        if self.trouble == "killed after":
            raise WorkerKilled
        return RailAnswer(status="sent", provider_ref="PP-1")

    def query(self, payout: Payout) -> RailAnswer:
        if self.trouble == "unreachable":
            raise GatewayUnreachable
        known = str(payout.pk) in self.kept
        return RailAnswer(status=self.ends if known else "unknown", provider_ref="PP-1" if known else "")


@pytest.fixture
def peer(settings, monkeypatch) -> Peer:
    made = Peer()
    settings.PAYOUT_RAILS = {**settings.PAYOUT_RAILS, "paypal": {"client": "x"}}
    monkeypatch.setitem(outgoing.ADAPTERS, "paypal", lambda config: made)
    return made


@pytest.fixture
def payout(released, purse, amina, staff, method) -> Payout:
    """Approved, for a provider that pays in dirhams."""
    PayoutMethod.objects.update(kind="paypal")
    made = services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    return services.approve_payout(payout_id=made.pk, by=staff)


def run() -> int:
    """The task, when everything is due."""
    Payout.objects.update(next_try_at=None)
    return tasks.send_payouts()


def test_it_is_sent_then_asked_about_and_paid(payout, peer, clean):
    assert (run(), Payout.objects.get().state) == (1, "sending")
    assert (run(), Payout.objects.get().state) == (1, "paid")
    assert (run(), peer.n_sent, len(peer.kept)) == (0, 1, 1)
    assert balance("provider_clearing", "paypal") == NET
    clean()


def test_it_is_not_asked_about_before_its_time(payout, peer):
    run()
    assert tasks.send_payouts() == 0


@pytest.mark.parametrize(("trouble", "n_sent"), [("killed before", 2), ("killed after", 1)])
def test_a_worker_killed_in_the_middle_asks_again_and_pays_once(payout, peer, clean, trouble, n_sent):
    peer.trouble = trouble
    with pytest.raises(WorkerKilled):
        run()
    assert Payout.objects.get().state == "sending"
    peer.trouble = ""
    run()
    run()
    assert (Payout.objects.get().state, peer.n_sent, list(peer.kept.values())) == ("paid", n_sent, [NET])
    clean()


def test_no_answer_is_unknown_and_stays_in_transit(payout, peer, clean):
    peer.trouble = "unreachable"
    for _ in range(3):
        run()
    row = Payout.objects.get()
    assert (row.state, row.note, balance("payouts_in_transit")) == ("unknown", "gateway_unreachable", NET)
    peer.trouble = ""
    run()
    run()
    assert (Payout.objects.get().state, len(peer.kept)) == ("paid", 1)
    clean()


def test_a_refusal_gives_the_money_back(payout, peer, purse, clean):
    run()
    peer.ends = "failed"
    run()
    assert (Payout.objects.get().reason, balance("influencer_available", purse.pk)) == (
        "provider_refused",
        NET,
    )
    clean()


def test_a_large_one_waits_for_a_second_person(payout, peer, settings, colleague):
    settings.PAYOUT_SECOND_PERSON_CENTIMES = NET
    assert (run(), peer.n_sent) == (0, 0)
    services.send_payout(payout_id=payout.pk, by=colleague)
    assert (run(), peer.n_sent) == (1, 1)


def test_bank_transfers_are_left_to_people(payout, peer):
    PayoutMethod.objects.update(kind="rib")
    assert (run(), Payout.objects.get().state) == (0, "approved")


def test_a_rail_that_is_not_set_up_is_unknown(payout, settings, monkeypatch):
    monkeypatch.setattr(outgoing, "ADAPTERS", {})
    run()
    row = Payout.objects.get()
    assert (row.state, row.note) == ("unknown", "gateway_not_configured")


def test_while_money_is_on_hold_nothing_is_handed_over(payout, peer, clean):
    """Before anything leaves, not after: what was sent could not be booked."""
    LedgerHold.objects.create(run=services.run_audit())
    run()
    payout.refresh_from_db()
    assert (payout.state, peer.n_sent) == ("approved", 0)
    services.run_audit()
    run()
    assert peer.n_sent == 1
    clean()


@pytest.mark.usefixtures("released", "method")
def test_a_crash_in_a_row_of_payouts_doubles_none_and_the_rest_resumes(purse, amina, staff, peer, clean):
    """Five at once, the worker dies at the third: the next run finishes all, each paid once."""
    PayoutMethod.objects.update(kind="paypal")
    for _ in range(5):
        made = services.request_payout(wallet=purse, amount_centimes=20_000, by=amina)
        services.approve_payout(payout_id=made.pk, by=staff)
    send, seen = peer.send, []

    def dying(payout: Payout) -> RailAnswer:
        seen.append(payout.pk)
        answer = send(payout)
        if len(seen) == 3:
            raise WorkerKilled
        return answer

    peer.send = dying  # type: ignore[method-assign]
    with pytest.raises(WorkerKilled):
        run()
    begun = timezone.now()
    for _ in range(2):
        run()
    assert set(Payout.objects.values_list("state", flat=True)) == {"paid"}
    assert (len(peer.kept), peer.n_sent) == (5, 5)
    assert timezone.now() - begun < timedelta(seconds=60)
    clean()
