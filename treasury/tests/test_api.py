"""The house's bank over the API: one person says what a line is, another agrees."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payments.selectors import balance
from treasury.models import Match, Statement, StatementLine
from treasury.services import propose_match, read_statement
from treasury.tests.conftest import TOTAL, csv_of

STATEMENTS, LINES = "/api/admin/statements", "/api/admin/statement-lines"


def file_of(content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("releve.csv", content, "text/csv")}


@pytest.fixture
def line(api_of, clerk, announced) -> dict[str, Any]:
    """4 770 MAD came in under the reference of what was announced."""
    content = csv_of(("24/11/2026", f"VIR ATLAS {announced.reference}", "", "4770,00"))
    read = api_of(clerk).post(STATEMENTS, file_of(content), format="multipart")
    assert read.status_code == 201
    return api_of(clerk).get(LINES, {"statement": read.json()["id"], "status": "open"}).json()["results"][0]


def match_of(api_of: Any, who: Any, line: dict[str, Any], **headers: str) -> Any:
    best = line["could_be"][0]
    said = {"kind": best["kind"], "target": best["target"]}
    return api_of(who).post(f"{LINES}/{line['id']}/match", said, format="json", headers=headers)


def test_a_transfer_is_read_proposed_and_agreed_to_by_two(api_of, clerk, checker, line, announced):
    assert line["amount"] == {"amount": "4770.00", "currency": "MAD"}
    made = match_of(api_of, clerk, line)
    assert (made.status_code, made.json()["status"], balance("bank")) == (201, "proposed", 0)
    assert (made.json()["gross"], made.json()["proposed_by"]) == (None, clerk.name)
    done = api_of(checker).put(f"/api/admin/matches/{made.json()['id']}/approve")
    assert (done.status_code, done.json()["status"], balance("bank")) == (200, "approved", -TOTAL)
    announced.refresh_from_db()
    assert announced.state == "paid"


def test_the_second_clerk_finds_what_waits_on_the_line_itself(api_of, clerk, checker, line):
    def shown() -> Any:
        return api_of(checker).get(LINES).json()["results"][0]["match"]

    assert line["match"] is None
    first = match_of(api_of, clerk, line).json()
    assert shown() == first
    api_of(checker).put(f"/api/admin/matches/{shown()['id']}/refuse")
    assert shown() is None
    second = match_of(api_of, clerk, line).json()
    assert shown() == second
    assert api_of(checker).put(f"/api/admin/matches/{shown()['id']}/approve").status_code == 200
    assert (shown()["id"], shown()["status"]) == (second["id"], "approved")


def test_a_match_that_is_sent_again_is_proposed_once(api_of, clerk, line):
    once = {"Idempotency-Key": "once"}
    first, again = match_of(api_of, clerk, line, **once), match_of(api_of, clerk, line, **once)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert (again["Idempotent-Replayed"], Match.objects.count()) == ("true", 1)
    assert match_of(api_of, clerk, line).status_code == 409


def test_a_page_of_matches_costs_as_many_queries_as_one(api_of, clerk, line):
    def n_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert api_of(clerk).get(LINES).status_code == 200
        return len(queries)

    rows = [("25/11/2026", f"VIR {n}", "", "10,00") for n in range(9)]
    first, *others = read_statement(name="nov.csv", content=csv_of(*rows), by=clerk).lines.all()
    propose_match(line_id=first.pk, kind="stray", target="", by=clerk)
    few = n_queries()
    for one in others:
        propose_match(line_id=one.pk, kind="stray", target="", by=clerk)
    assert n_queries() == few


def test_nobody_agrees_to_what_they_said_themselves(api_of, clerk, line):
    made = match_of(api_of, clerk, line).json()
    again = api_of(clerk).put(f"/api/admin/matches/{made['id']}/approve")
    assert (again.status_code, balance("bank"), Match.objects.get().state) == (403, 0, "proposed")


def test_a_refused_match_opens_the_line_again(api_of, clerk, checker, line):
    made = match_of(api_of, clerk, line).json()
    assert match_of(api_of, checker, line).status_code == 409
    assert api_of(checker).put(f"/api/admin/matches/{made['id']}/refuse").json()["status"] == "refused"
    assert StatementLine.objects.get().state == "open"


def test_the_same_file_again_is_the_same_statement(api_of, clerk, line, announced):
    content = csv_of(("24/11/2026", f"VIR ATLAS {announced.reference}", "", "4770,00"))
    again = api_of(clerk).post(STATEMENTS, file_of(content), format="multipart")
    assert (again.status_code, again.json()["id"], Statement.objects.count()) == (201, line["statement"], 1)


def test_a_file_that_cannot_be_read_says_so_and_is_not_kept(api_of, clerk):
    no = api_of(clerk).post(STATEMENTS, file_of(b"not a statement"), format="multipart")
    assert (no.status_code, no.json()["code"], Statement.objects.exists()) == (400, "file_unreadable", False)


@pytest.fixture
def line_in_euro(line) -> dict[str, Any]:
    StatementLine.objects.update(currency="EUR")
    return line


def gross_of(api_of: Any, clerk: Any, line: dict[str, Any], currency: str) -> Any:
    gross = {"amount": "4800.00", "currency": currency}
    said = {"kind": "settlement", "target": "sandbox", "gross": gross}
    return api_of(clerk).post(f"{LINES}/{line['id']}/match", said, format="json")


def test_what_a_provider_collected_is_said_in_the_currency_of_the_line(api_of, clerk, line_in_euro):
    assert gross_of(api_of, clerk, line_in_euro, "EUR").status_code == 201
    assert Match.objects.get().gross_centimes == 480_000


@pytest.mark.parametrize("currency", ["MAD", "USD", "", None])
def test_another_currency_than_the_lines_is_refused(api_of, clerk, line_in_euro, currency):
    no = gross_of(api_of, clerk, line_in_euro, currency)
    (error,) = no.json()["errors"]
    assert (no.status_code, error["field"], error["code"]) == (400, "gross", "currency")
    assert "EUR" in error["detail"]
    assert (Match.objects.exists(), StatementLine.objects.get().state) == (False, "open")


def test_a_line_in_dirhams_still_wants_dirhams(api_of, clerk, line):
    assert gross_of(api_of, clerk, line, "EUR").status_code == 400
    assert not Match.objects.exists()
    assert gross_of(api_of, clerk, line, "MAD").status_code == 201


def test_brands_and_staff_without_the_right_stay_outside(api_of, atlas, line):
    assert api_of(atlas).get(LINES).status_code == 403
    assert (
        api_of(atlas).post(f"{LINES}/{line['id']}/match", {"kind": "stray"}, format="json").status_code == 403
    )
    assert not Match.objects.exists()
