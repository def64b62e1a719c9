"""The accountant's journals: rows of a period, as CSV that no spreadsheet runs, and as XLSX of true types."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override
from django.utils.translation import pgettext_lazy as _p
from xlsxwriter import Workbook

from invoicing.models import Document, Kind
from invoicing.selectors.periods import Period
from kit.chips import chip
from kit.dates import local_day
from kit.sheets import BOM, figure, harmless
from payments.models import Movement, Wallet

LONGEST_CELL = 2_000
MONEY = "#,##0.00"
Row = list[Any]


@dataclass(frozen=True, kw_only=True)
class Journal:
    """Which rows, whose, of which days, in which words."""

    what: str
    wallet: Wallet
    period: Period
    language: str

    @property
    def titles(self) -> list[str]:
        return [str(title) for title in TITLES[self.what]]

    def rows(self) -> Iterator[Row]:
        """Text, days and Decimal sums; read from the database as they are asked for."""
        return READERS[self.what](self.wallet, self.period)


TITLES: dict[str, list[Promise | str]] = {
    "documents": [
        *(_p("journal", "Date"), _p("journal", "Kind"), _p("journal", "Number"), _p("journal", "Issuer")),
        *(_p("journal", "Issuer's ICE"), _p("journal", "Recipient"), _p("journal", "Recipient's ICE")),
        *(_p("journal", "Net"), _p("journal", "VAT"), _p("journal", "Total"), _p("journal", "Withheld")),
        *(_p("journal", "Currency"), _p("journal", "Takes back"), _p("journal", "Payment reference")),
        *(_p("journal", "Contract"), _p("journal", "Subject")),
    ],
    "movements": [
        *(_p("journal", "Date"), _p("journal", "Kind"), _p("journal", "Reference"), _p("journal", "Subject")),
        *(_p("journal", "Amount"), _p("journal", "Currency"), _p("journal", "State")),
        *(_p("journal", "Settled"), _p("journal", "Contract"), _p("journal", "Detail")),
    ],
}


def _documents(wallet: Wallet, period: Period) -> Iterator[Row]:
    rows = Document.objects.of(wallet).filter(issued_on__range=(period.start, period.end))
    rows = rows.select_related("related").order_by("issued_on", "id")
    for row in rows.iterator(500):
        line = (row.content.get("lines") or [{}])[0]
        yield [
            *(row.issued_on, str(Kind(row.kind).label), row.number),
            *(row.issuer_data["legal_name"], row.issuer_data.get("ice", "")),
            *(row.recipient_data["legal_name"], row.recipient_data.get("ice", "")),
            *(figure(row.net_centimes), figure(row.vat_centimes), figure(row.total_centimes)),
            *(figure(row.withheld_centimes), row.currency, row.related.number if row.related else ""),
            (row.content.get("paid") or {}).get("reference", ""),
            *(str(row.deal_id or ""), line.get("about", "")),
        ]


def _movements(wallet: Wallet, period: Period) -> Iterator[Row]:
    start, end = period.moments
    rows = Movement.objects.filter(wallet=wallet, at__gte=start, at__lt=end).order_by("at", "id")
    for row in rows.iterator(500):
        yield [
            *(local_day(row.at), str(Movement.Kind(row.kind).label), row.reference, row.title),
            *(figure(row.amount_centimes), row.currency, str(chip(row.kind, row.state).label)),
            *(row.settled_at and local_day(row.settled_at), str(row.deal_id or ""), row.detail),
        ]


READERS = {"documents": _documents, "movements": _movements}


def csv_pieces(journal: Journal) -> Iterator[bytes]:
    """UTF-8 with its mark. French and Arabic spreadsheets want semicolons and a decimal comma."""
    with override(journal.language):
        separator, comma = (",", ".") if journal.language == "en" else (";", ",")
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
        out.write(BOM)
        writer.writerow(journal.titles)
        for row in journal.rows():
            writer.writerow([_cell(value, comma) for value in row])
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
        yield out.getvalue().encode()


def _cell(value: Any, comma: str) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", comma)
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value or "")[:LONGEST_CELL])


def xlsx_bytes(journal: Journal) -> bytes:
    """Sums are numbers, days are days, all the rest is text, whatever it looks like."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with override(journal.language), Workbook(file, options) as book:
        sheet = book.add_worksheet(journal.what)
        if journal.language == "ar":
            sheet.right_to_left()
        formats = {
            "title": book.add_format({"bold": True, "bottom": 1}),
            Decimal: book.add_format({"num_format": MONEY}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.set_column(0, len(journal.titles) - 1, 18)
        sheet.freeze_panes(1, 0)
        for place, title in enumerate(journal.titles):
            sheet.write_string(0, place, title, formats["title"])
        for n, row in enumerate(journal.rows(), 1):
            _write(sheet, n, row, formats)
    return file.getvalue()


def _write(sheet: Any, n: int, row: Row, formats: dict) -> None:
    for place, value in enumerate(row):
        if isinstance(value, Decimal):
            # Centimes of dirhams below 10^13 are exact in the numbers of a spreadsheet.
            sheet.write_number(n, place, value, formats[Decimal])
        elif isinstance(value, date):
            sheet.write_datetime(n, place, value, formats[date])
        elif value:
            sheet.write_string(n, place, str(value)[:LONGEST_CELL])
