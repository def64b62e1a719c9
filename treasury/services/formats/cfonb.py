"""CFONB 120: the fixed-width statement of French banks, which banks of that tradition export elsewhere.

Records of 120 characters: 01 opening balance, 04 a booking, 05 more words about it, 07 closing balance. An
amount is 14 digits whose last one carries the sign (overpunch). The layout is the published one; no file of a
Moroccan bank was at hand.
"""

from datetime import date

from django.utils.translation import gettext as _

from treasury.services.formats.rows import Booking, Sheet, unreadable
from treasury.services.formats.table import whole_day

WIDTH = 120
PLUS, MINUS = "{ABCDEFGHI", "}JKLMNOPQR"
OPENING, BOOKING, WORDS, CLOSING = "01", "04", "05", "07"


def read_cfonb(text: str) -> Sheet:
    """Read the records of one account. Raises UnreadableFile."""
    records = [(n, line.rstrip("\r\n")) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    currency, balances = "", {}
    bookings: list[Booking] = []
    for number, record in records:
        kind = record[:2]
        if kind == WORDS:
            _add_words(bookings, record, number)
            continue
        if kind not in {OPENING, BOOKING, CLOSING} or len(record) < WIDTH - 16:
            unreadable(number, _("it is no record of CFONB 120"))
        currency = _one_currency(currency, record, number)
        if kind == BOOKING:
            bookings.append(_booking(record, number))
        else:
            balances[kind] = _amount(record, number)
    if OPENING not in balances or CLOSING not in balances:
        unreadable(len(records), _("a balance is missing"))
    return Sheet(
        currency=currency,
        opening_centimes=balances[OPENING],
        closing_centimes=balances[CLOSING],
        bookings=bookings,
    )


def _one_currency(known: str, record: str, number: int) -> str:
    currency = record[16:19]
    if known and currency != known:
        unreadable(number, _("it mixes currencies"))
    if record[19] != "2":
        unreadable(number, _("amounts do not have two decimals"))
    return currency


def _booking(record: str, number: int) -> Booking:
    return Booking(
        booked_on=_day(record[34:40], number),
        value_on=_day(record[42:48], number) if record[42:48].strip() else None,
        amount_centimes=_amount(record, number),
        label=record[48:79].strip(),
        reference=record[104:120].strip(),
    )


def _add_words(bookings: list[Booking], record: str, number: int) -> None:
    """A record 05 goes on with the label of the booking before it."""
    if not bookings:
        unreadable(number, _("words about no booking"))
    last = bookings.pop()
    label = f"{last.label} {record[48:118].strip()}".strip()[:400]
    bookings.append(
        Booking(
            booked_on=last.booked_on,
            value_on=last.value_on,
            amount_centimes=last.amount_centimes,
            label=label,
            reference=last.reference,
        )
    )


def _amount(record: str, number: int) -> int:
    digits, sign = record[90:103], record[103:104]
    last, factor = (PLUS.find(sign), 1) if sign in PLUS else (MINUS.find(sign), -1)
    if not sign or last < 0 or not digits.isdigit():
        unreadable(number, _("“%(text)s” is no amount") % {"text": record[90:104]})
    return factor * (int(digits) * 10 + last)


def _day(text: str, number: int) -> date:
    return whole_day(text[4:6], text[2:4], text[:2], number)
