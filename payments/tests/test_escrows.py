import pytest

from events.models import Event
from kit.errors import WrongState
from kit.ids import uuid7
from payments import services
from payments.models import Escrow, LedgerTransaction, Refund
from payments.selectors import balance, books, earnings, money_lines
from payments.tests.conftest import NET, PRICE, TOTAL, settle

pytestmark = pytest.mark.django_db


def labels() -> list[str]:
    return list(Event.objects.order_by("id").values_list("label", flat=True))


def test_an_escrow_freezes_its_arithmetic(escrow):
    assert (escrow.total_centimes, escrow.net_centimes, escrow.state) == (TOTAL, NET, "pending")
    assert escrow.fee_bps == {"brand": 500, "influencer": 1000, "vat": 2000}


def test_payment_secures_the_funds(held, payment, clean):
    assert (held.state, held.held_at is not None) == ("held", True)
    assert balance("escrow", held.pk) == TOTAL
    assert balance("provider_clearing", "sandbox") == -TOTAL
    assert labels() == ["payments.EscrowFunded"]
    clean()


def test_release_pays_net_fees_and_vat(held, purse, clean):
    done = services.release(escrow_id=held.pk, reason="accepted")
    assert (done.state, balance("escrow", held.pk)) == ("released", 0)
    assert balance("influencer_available", purse.pk) == NET
    assert (balance("platform_fees"), balance("vat_due")) == (67_500, 13_500)
    assert labels()[-1] == "payments.EscrowReleased"
    clean()


def test_refund_sends_everything_back(held, purse, clean):
    done = services.refund(escrow_id=held.pk, reason="cancelled")
    owed = Refund.objects.get()
    assert (done.state, owed.amount_centimes, owed.state) == ("refunded", TOTAL, "requested")
    assert (balance("refunds_in_transit"), balance("platform_fees")) == (TOTAL, 0)
    assert balance("influencer_available", purse.pk) == 0
    clean()


def test_split_takes_fees_on_the_part_given(held, purse, clean):
    services.split(escrow_id=held.pk, influencer_price_centimes=PRICE // 2, reason="decided")
    book = books(held.deal_id)
    assert (book.released_centimes, book.fee_centimes, book.vat_centimes) == (NET // 2, 33_750, 6_750)
    assert (book.refunded_centimes, book.held_centimes) == (TOTAL // 2, 0)
    assert book.balances
    clean()


@pytest.mark.parametrize(("part", "n_refunds"), [(0, 1), (PRICE, 0)])
def test_the_ends_of_a_split(held, part, n_refunds, clean):
    services.split(escrow_id=held.pk, influencer_price_centimes=part, reason="decided")
    assert Refund.objects.count() == n_refunds
    clean()


@pytest.mark.parametrize("part", [-1, PRICE + 1])
def test_a_split_beyond_the_price_changes_nothing(held, part, clean):
    with pytest.raises(ValueError, match="between"):
        services.split(escrow_id=held.pk, influencer_price_centimes=part, reason="no")
    assert Escrow.objects.get().state == "held"
    clean()


CLOSINGS = [
    lambda pk: services.release(escrow_id=pk, reason="again"),
    lambda pk: services.refund(escrow_id=pk, reason="again"),
    lambda pk: services.split(escrow_id=pk, influencer_price_centimes=1, reason="again"),
    lambda pk: services.cancel_escrow(escrow_id=pk),
]


@pytest.mark.parametrize("close", CLOSINGS)
def test_a_released_escrow_is_closed_for_good(released, close, clean):
    before = LedgerTransaction.objects.count()
    with pytest.raises(WrongState):
        close(released.pk)
    assert LedgerTransaction.objects.count() == before
    clean()


@pytest.mark.parametrize("close", CLOSINGS[:3])
def test_nothing_is_closed_before_it_is_funded(escrow, close):
    with pytest.raises(WrongState):
        close(escrow.pk)
    assert not LedgerTransaction.objects.exists()


def test_a_cancelled_escrow_gives_up_its_open_payment(escrow, payment, clean):
    services.cancel_escrow(escrow_id=escrow.pk)
    payment.refresh_from_db()
    assert payment.state == "expired"
    clean()


def test_money_for_a_cancelled_escrow_goes_back(escrow, payment, clean):
    services.cancel_escrow(escrow_id=escrow.pk)
    assert settle(payment) == "late_refund"
    assert (Refund.objects.get().amount_centimes, balance("suspense", payment.pk)) == (TOTAL, 0)
    assert Escrow.objects.get().state == "cancelled"
    clean()


def test_the_lines_of_a_deal(held):
    services.release(escrow_id=held.pk, reason="accepted")
    lines = [(line.kind, line.amount_centimes) for line in money_lines(held.deal_id)]
    assert lines == [("funded", TOTAL), ("released", NET), ("fee", 67_500), ("vat", 13_500)]


def test_earnings_follow_the_money(held, purse):
    assert earnings(purse).protected_centimes == NET
    services.release(escrow_id=held.pk, reason="accepted")
    assert (earnings(purse).protected_centimes, earnings(purse).available_centimes) == (0, NET)


def test_a_stranger_deal_has_empty_books():
    assert books(uuid7()).balances
    assert books(uuid7()).paid_centimes == 0
