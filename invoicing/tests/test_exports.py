"""The accountant's files: complete, in true types, and nothing in them runs."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from invoicing.tests.conftest import react
from payments import services
from payments.models import Wallet

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://evil","x")'
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def period(both_known, hold):
    services.release(escrow_id=hold(title=EVIL).pk, reason="accepted")
    day = react()[0].issued_on
    return {"start": day.replace(day=1).isoformat(), "end": day.isoformat()}


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def asked(client, period, language="fr", **more) -> bytes:
    what = {"what": "documents", "format": "csv", **period, **more}
    answer = client.get(f"/{language}/marque/finances/exports/fichier", what)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    return content(answer)


def test_csv_opens_in_a_french_spreadsheet(client, atlas, period):
    client.force_login(atlas)
    raw = asked(client, period)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Date", "Type", "Numéro"]
    fee = next(row for row in rows if row[2].startswith("FA-"))
    assert fee[7:10] == ["225,00", "45,00", "270,00"]


@pytest.mark.parametrize("what", ["documents", "movements"])
def test_a_title_that_is_a_formula_stays_a_title(client, atlas, period, what):
    client.force_login(atlas)
    text = asked(client, period, what=what).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert f"'{EVIL}" in cells
    assert EVIL not in cells


def test_xlsx_has_numbers_days_and_text_and_no_formula(client, atlas, period):
    client.force_login(atlas)
    with zipfile.ZipFile(io.BytesIO(asked(client, period, format="xlsx"))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = {cell.get("r"): cell for cell in sheet.iter(f"{SHEET}c")}
    assert not list(sheet.iter(f"{SHEET}f"))
    assert cells["H2"].findtext(f"{SHEET}v") in {"225.00", "4500.00"}
    assert cells["H2"].get("t") is None
    assert cells["C2"].get("t") in {"s", "inlineStr"}


def test_arabic_sheets_read_from_the_right(client, atlas, period):
    client.force_login(atlas)
    with zipfile.ZipFile(io.BytesIO(asked(client, period, "ar", format="xlsx"))) as book:
        assert b'rightToLeft="1"' in book.read("xl/worksheets/sheet1.xml")


def test_a_period_must_be_one(client, atlas):
    client.force_login(atlas)
    for start, end in (("2026-03-02", "2026-03-01"), ("2020-01-01", "2026-01-01"), ("x", "2026-01-01")):
        asked = {"what": "documents", "format": "csv", "start": start, "end": end}
        assert client.get("/fr/marque/finances/exports/fichier", asked).status_code == 422


def test_nobody_exports_what_is_not_theirs(client, amina, atlas, period):
    client.force_login(amina)
    assert client.get("/fr/marque/finances/exports").status_code == 403
    answer = client.get(
        "/fr/createur/documents/exports/fichier", {**period, "what": "documents", "format": "csv"}
    )
    assert "FC-" in content(answer).decode()
    assert "FA-" not in content(answer).decode()
    assert Wallet.objects.count() == 2
