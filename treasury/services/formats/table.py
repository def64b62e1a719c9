"""Statements as a table: the CSV that web banks give, whatever they call their columns."""

import csv
import io
import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from treasury.services.formats.rows import Booking, Sheet, unreadable

# Words seen at the head of columns, French and English, without accents.
HEADS = {
    "booked_on": {"date", "date operation", "date comptable", "date d'operation", "booking date"},
    "value_on": {"date valeur", "date de valeur", "valeur", "value date"},
    "label": {"libelle", "libelle operation", "description", "motif", "label", "nature de l'operation"},
    "reference": {"reference", "ref", "n operation", "numero"},
    "debit": {"debit", "montant debit"},
    "credit": {"credit", "montant credit"},
    "amount": {"montant", "amount"},
    "currency": {"devise", "currency"},
}
DATES = (
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)
AMOUNT = re.compile(r"([+-]?)(\d+)(?:[.,](\d{1,2}))?")
MOST_ABOVE = 30  # lines of address and account before the columns are named
SPACES = re.compile(r"[\s\u00a0\u202f']")


def read_csv(text: str) -> Sheet:
    """Read a statement with a line of column names; `;`, `,` and tabs separate. Raises UnreadableFile."""
    lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_separator(text)))
    start, places = _head(lines)
    bookings, currencies = [], set()
    for number, row in enumerate(lines[start + 1 :], start + 2):
        if any(cell.strip() for cell in row):
            cells = {name: row[place].strip() for name, place in places.items() if place < len(row)}
            bookings.append(_booking(cells, number))
            currencies.add(cells.get("currency") or "MAD")
    if len(currencies) > 1:
        unreadable(start + 2, _("it mixes currencies"))
    return Sheet(currency=currencies.pop() if currencies else "MAD", bookings=bookings)


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(";,\t", key=first.count)


def _head(lines: list[list[str]]) -> tuple[int, dict[str, int]]:
    """Where the column names are (banks print addresses above them), and which column is what."""
    for number, row in enumerate(lines[:MOST_ABOVE]):
        words = [_plain(cell) for cell in row]
        found = {name: place for place, word in enumerate(words) for name in HEADS if word in HEADS[name]}
        if {"booked_on", "label"} <= set(found) and found.keys() & {"amount", "debit", "credit"}:
            return number, found
    return unreadable(1, _("no line names the columns date, label and amount (or debit and credit)"))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.strip().lower())
    return re.sub(r"[.°:]", "", "".join(c for c in bare if not unicodedata.combining(c))).strip()


def _booking(cells: dict[str, str], number: int) -> Booking:
    if cells.get("amount"):
        amount = centimes(cells["amount"], number)
    else:
        came, went = (abs(centimes(cells.get(name) or "0", number)) for name in ("credit", "debit"))
        amount = came - went
    if not amount:
        unreadable(number, _("it has no amount"))
    value = cells.get("value_on")
    return Booking(
        booked_on=day(cells.get("booked_on", ""), number),
        value_on=day(value, number) if value else None,
        amount_centimes=amount,
        label=cells.get("label", "")[:400],
        reference=cells.get("reference", "")[:80],
    )


def centimes(text: str, number: int) -> int:
    """ "1 234,56" or "-1234.56" in minor units, without floats. Raises UnreadableFile."""
    match = AMOUNT.fullmatch(SPACES.sub("", text))
    if match is None:
        unreadable(number, _("“%(text)s” is no amount") % {"text": text[:30]})
    value = int(match[2]) * 100 + int((match[3] or "").ljust(2, "0"))
    return -value if match[1] == "-" else value


def day(text: str, number: int) -> date:
    """A date as French banks write it, or ISO. Raises UnreadableFile."""
    for form in DATES:
        match = form.fullmatch(text.strip())
        if match is not None:
            return whole_day(match["year"], match["month"], match["day"], number)
    return unreadable(number, _("“%(text)s” is no date") % {"text": text[:30]})


def whole_day(year: str, month: str, day_: str, number: int) -> date:
    """A date of its figures; two of a year mean this century. Raises UnreadableFile."""
    try:
        return date(int(year) + (2000 if len(year) == len("26") else 0), int(month), int(day_))
    except ValueError:
        unreadable(number, _("“%(text)s” is no date") % {"text": f"{day_}/{month}/{year}"})
