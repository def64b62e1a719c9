"""Another currency than the contract's: charged at a frozen rate, booked twice, given back as it came."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from payments import services
from payments.errors import CurrencyNotOffered, RateMissing, RatesDiffer
from payments.models import CurrencyExchange, Escrow, ExchangeRate, Payment, Refund
from payments.selectors import audit, balance, books, part_of_payment, rate_in_force, to_foreign
from payments.services import Leg, Rate
from payments.services.refunds import request_refund
from payments.tests.conftest import NET, TOTAL, settle

EURO = Decimal("10.8057")
CHARGED = 44_143  # 4 770,00 MAD at 10.8057

pytestmark = pytest.mark.django_db


def said(source: str = "bam", dirhams: Decimal = EURO, days_ago: int = 0, currency: str = "EUR") -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    services.store_rates(source=source, rows=[Rate(currency, day, dirhams)])


@pytest.fixture
def in_euro(escrow: Escrow, atlas: Any) -> Payment:
    said()
    return services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="EUR", by=atlas)


@pytest.fixture
def secured(in_euro: Payment) -> Payment:
    assert settle(in_euro, currency="EUR") == "credited"
    in_euro.refresh_from_db()
    return in_euro


def test_a_payment_in_euro_is_charged_at_the_rate_of_the_day(in_euro):
    assert (in_euro.amount_centimes, in_euro.currency) == (CHARGED, "EUR")
    assert (in_euro.escrow_centimes, in_euro.rate.dirhams) == (TOTAL, EURO)


def test_the_rate_stays_frozen_when_a_new_one_comes(in_euro, escrow, atlas):
    said("manual", Decimal(11))
    again = services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="EUR", by=atlas)
    assert (again.pk, again.amount_centimes) == (in_euro.pk, CHARGED)


def test_choosing_dirhams_instead_gives_the_attempt_in_euro_up(in_euro, escrow, atlas):
    other = services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="MAD", by=atlas)
    in_euro.refresh_from_db()
    assert (other.amount_centimes, other.rate, in_euro.state) == (TOTAL, None, "expired")


def test_funding_in_euro_is_two_transactions_joined_by_their_rate(secured, escrow):
    made = CurrencyExchange.objects.get()
    assert (made.sold_centimes, made.bought_centimes, made.rate.dirhams) == (CHARGED, TOTAL, EURO)
    assert balance("provider_clearing", "sandbox", "EUR") == -CHARGED
    assert balance("exchange", "", "EUR") == CHARGED
    assert balance("exchange") == -TOTAL
    assert balance("escrow", escrow.pk) == TOTAL
    assert audit() == []


def test_the_deals_books_stay_in_dirhams(secured, escrow, purse):
    services.release(escrow_id=escrow.pk, reason="done")
    found = books(escrow.deal_id)
    assert (found.paid_centimes, found.released_centimes, found.balances) == (TOTAL, NET, True)
    assert balance("influencer_available", purse.pk) == NET
    assert audit() == []


def test_a_refund_gives_the_same_euro_back_whatever_the_rate_is_today(secured, escrow):
    said("manual", Decimal(12))
    services.refund(escrow_id=escrow.pk, reason="not delivered")
    refund = Refund.objects.get()
    assert (refund.amount_centimes, refund.currency, refund.escrow_centimes) == (CHARGED, "EUR", TOTAL)
    assert balance("refunds_in_transit", "", "EUR") == CHARGED
    assert balance("exchange") == balance("exchange", "", "EUR") == balance("refunds_in_transit") == 0
    assert audit() == []
    assert services.begin_refund(refund_id=refund.pk)
    services.settle_refund(refund_id=refund.pk, provider_ref="R1")
    assert balance("provider_clearing", "sandbox", "EUR") == balance("refunds_in_transit", "", "EUR") == 0
    assert audit() == []


def test_centimes_that_are_not_a_cent_are_not_sent_and_stay_accounted_for(secured, escrow):
    """4 centimes at 10.8 dirhams a euro."""
    services.split(escrow_id=escrow.pk, influencer_price_centimes=escrow.price_centimes - 4, reason="nearly")
    assert (Refund.objects.exists(), balance("refunds_in_transit")) == (False, 0)
    found = books(escrow.deal_id)
    assert (found.refunded_centimes > 0, found.balances, audit()) == (True, True, [])


def test_centimes_kept_more_than_once_are_in_the_last_refund(secured, escrow):
    """Three times too little for a cent, then the rest: the whole charge, to the cent."""
    parts = [4, 4, 4, TOTAL - 12]
    for n, part in enumerate(parts):
        legs = [Leg("escrow", escrow.pk, -part), Leg("refunds_in_transit", "", part)]
        services.post(key=f"back-{n}", kind="refund", deal_id=escrow.deal_id, legs=legs)
        with transaction.atomic():
            request_refund(payment=secured, amount_centimes=part, reason="part")
    assert Refund.objects.aggregate(n=Sum("amount_centimes"))["n"] == CHARGED
    assert balance("refunds_in_transit") == 0


def test_the_auditor_knows_that_parts_are_rounded_at_both_ends(secured, escrow):
    """1.36 cents less than the rate says, and nobody is wrong: the whole comes to the whole."""
    parts = [146, 476_492, TOTAL - 146 - 476_492]
    for n, part in enumerate(parts):
        legs = [Leg("escrow", escrow.pk, -part), Leg("refunds_in_transit", "", part)]
        services.post(key=f"back-{n}", kind="refund", deal_id=escrow.deal_id, legs=legs)
        with transaction.atomic():
            request_refund(payment=secured, amount_centimes=part, reason="part")
    refunds = list(Refund.objects.order_by("pk").values_list("amount_centimes", flat=True))
    assert (refunds[1], sum(refunds)) == (44_095, CHARGED)
    assert "exchange_otherwise" not in {finding.code for finding in audit()}


def test_a_split_gives_its_part_of_the_euro_back(secured, escrow):
    services.split(escrow_id=escrow.pk, influencer_price_centimes=225_000, reason="half")
    refund = Refund.objects.get()
    assert (refund.escrow_centimes, refund.amount_centimes) == (238_500, 22_072)
    assert audit() == []


def test_euro_that_come_late_are_parked_and_go_back_without_a_conversion(in_euro, escrow):
    services.cancel_escrow(escrow_id=escrow.pk)
    assert settle(in_euro, currency="EUR") == "late_refund"
    refund = Refund.objects.get()
    assert (refund.amount_centimes, refund.currency, refund.escrow_centimes) == (CHARGED, "EUR", None)
    assert not CurrencyExchange.objects.exists()
    assert audit() == []


def test_dirhams_where_euro_were_asked_credit_nothing(in_euro, escrow):
    assert settle(in_euro, currency="MAD") == "wrong_currency"
    escrow.refresh_from_db()
    assert (escrow.state, balance("escrow", escrow.pk)) == ("pending", 0)


def test_without_a_rate_nothing_is_charged(escrow, atlas):
    with pytest.raises(RateMissing):
        services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="EUR", by=atlas)
    assert not Payment.objects.exists()


def test_a_rate_of_last_week_converts_nothing(escrow, atlas, settings):
    settings.FX_MAX_AGE_DAYS = 5
    said(days_ago=6)
    with pytest.raises(RateMissing):
        services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="EUR", by=atlas)


def test_fridays_rate_is_good_on_sunday():
    said(days_ago=2)
    assert rate_in_force("EUR").dirhams == EURO


def test_two_sources_that_contradict_each_other_convert_nothing_until_staff_looked(escrow, atlas, staff):
    said()
    said("frankfurter", EURO * Decimal("1.03"))
    with pytest.raises(RatesDiffer):
        services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="EUR", by=atlas)
    assert not Payment.objects.exists()
    day = timezone.localdate()
    services.add_rate(currency="EUR", on=day, dirhams=EURO, note="BAM's page, read by hand", by=staff)
    assert rate_in_force("EUR").source == "manual"


def test_the_central_bank_counts_before_the_second_source():
    said("frankfurter", EURO + Decimal("0.01"))
    said()
    assert rate_in_force("EUR").source == "bam"


def test_a_currency_that_the_way_of_paying_does_not_take_is_refused(escrow, atlas, settings):
    settings.GATEWAY_CURRENCIES = {"sandbox": ["MAD"]}
    said()
    with pytest.raises(CurrencyNotOffered):
        services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="EUR", by=atlas)


def test_a_way_of_paying_without_dirhams_takes_its_first_currency(escrow, atlas, settings):
    settings.GATEWAY_CURRENCIES = {"sandbox": ["EUR", "USD"]}
    said()
    assert services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas).currency == "EUR"


def test_what_a_source_said_is_kept_once_and_never_changed():
    said()
    said(dirhams=Decimal(99))
    assert rate_in_force("EUR").dirhams == EURO
    for statement in ("UPDATE payments_exchangerate SET dirhams = 1", "DELETE FROM payments_exchangerate"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_staff_cannot_enter_a_rate_without_saying_why_or_for_tomorrow(staff):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for on, note in ((timezone.localdate(), " "), (tomorrow, "a guess")):
        with pytest.raises(ValidationError):
            services.add_rate(currency="EUR", on=on, dirhams=EURO, note=note, by=staff)
    assert not ExchangeRate.objects.exists()


@given(
    total=st.integers(1, 10**9),
    rate=st.decimals("0.05", "20", places=4),
    cuts=st.lists(st.integers(0, 10**9), max_size=6),
)
def test_the_parts_of_a_charge_are_the_whole_charge(total, rate, cuts):
    charged = to_foreign(total, ExchangeRate(dirhams=rate))
    payment = Payment(amount_centimes=charged, escrow_centimes=total)
    marks = sorted({min(cut, total) for cut in cuts} | {total})
    before, given_back = 0, 0
    for mark in marks:
        given_back += part_of_payment(payment, mark - before, before)
        before = mark
    assert given_back == charged
