"""Reading the bank's files: once, whole, and with words for what cannot be read."""

from datetime import date

import pytest

from kit.errors import NotAllowed
from treasury.errors import DoesNotAddUp, UnreadableFile
from treasury.models import Statement, StatementLine
from treasury.services import read_statement
from treasury.services.formats import read_cfonb, read_csv
from treasury.tests.conftest import cfonb_of, csv_of

pytestmark = pytest.mark.django_db
ROWS = [("02/11/2026", "VIR ATLAS ARGAN", "", "4 770,00"), ("03/11/2026", "FRAIS TENUE", "25,50", "")]


def test_a_table_of_the_web_bank_is_read_with_its_address_above():
    sheet = read_csv(csv_of(*ROWS).decode())
    assert [(b.booked_on, b.amount_centimes, b.label) for b in sheet.bookings] == [
        (date(2026, 11, 2), 477_000, "VIR ATLAS ARGAN"),
        (date(2026, 11, 3), -2_550, "FRAIS TENUE"),
    ]


def test_english_columns_signs_and_commas_are_read_too():
    text = 'Booking date,Label,Amount,Currency\n2026-11-02,"IN, from A",1234.5,EUR\n2026-11-03,OUT,-7,EUR\n'
    sheet = read_csv(text)
    assert (sheet.currency, [b.amount_centimes for b in sheet.bookings]) == ("EUR", [123_450, -700])


def test_cfonb_is_read_with_its_signs_and_adds_up():
    text = cfonb_of(100_000, [("021126", 477_000, "VIR ATLAS"), ("031126", -2_551, "FRAIS")], 574_449)
    sheet = read_cfonb(text.decode())
    assert (sheet.opening_centimes, sheet.closing_centimes, sheet.currency) == (100_000, 574_449, "MAD")
    assert [b.amount_centimes for b in sheet.bookings] == [477_000, -2_551]


def test_a_file_is_kept_once(clerk):
    first = read_statement(name="nov.csv", content=csv_of(*ROWS), by=clerk)
    assert read_statement(name="again.csv", content=csv_of(*ROWS), by=clerk) == first
    assert (Statement.objects.count(), StatementLine.objects.count()) == (1, 2)


def test_a_line_that_another_statement_brought_is_not_a_second_line(clerk):
    read_statement(name="a.csv", content=csv_of(*ROWS), by=clerk)
    more = [*ROWS, ("04/11/2026", "VIR AUTRE", "", "10,00")]
    read_statement(name="b.csv", content=csv_of(*more), by=clerk)
    assert StatementLine.objects.count() == 3


def test_two_bookings_alike_on_one_day_are_two_lines(clerk):
    read_statement(name="a.csv", content=csv_of(ROWS[0], ROWS[0]), by=clerk)
    assert StatementLine.objects.count() == 2


def test_a_statement_that_does_not_add_up_is_refused_whole(clerk):
    with pytest.raises(DoesNotAddUp):
        read_statement(name="x", content=cfonb_of(0, [("021126", 500, "VIR")], 400), by=clerk)
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a;b;c\n1;2;3\n",
        b"\x00\x01",
        b"Date;Libelle;Montant\n32/13/2026;X;5\n",
        b"Date;Libelle;Montant\n02/11/2026;X;five\n",
        b"Date;Libelle;Montant\n",
        b"01" + b" " * 50,
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(clerk, content):
    with pytest.raises(UnreadableFile):
        read_statement(name="x", content=content, by=clerk)
    assert not Statement.objects.exists()


def test_people_outside_the_house_read_nothing_in(atlas):
    with pytest.raises(NotAllowed):
        read_statement(name="x", content=csv_of(*ROWS), by=atlas)
