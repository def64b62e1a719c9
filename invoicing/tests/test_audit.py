"""The auditor of papers finds what somebody with the owner's rights would change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from invoicing.models import Document
from invoicing.selectors import audit_documents
from invoicing.tests.conftest import react
from payments import services

pytestmark = pytest.mark.django_db
LAWLESS = "SET LOCAL session_replication_role = replica"  # the laws are triggers: off for this transaction


def wrong() -> set[str]:
    return {one.code for one in audit_documents()}


def break_law(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(LAWLESS)
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


BROKEN = {
    "a document is gone": (
        (
            "DELETE FROM invoicing_documentfile; UPDATE invoicing_oweddocument SET document_id = NULL;"
            "DELETE FROM invoicing_document WHERE kind = 'fee_brand'"
        ),
        {"document_number_gap", "document_changed"},
    ),
    "a sum is changed": (
        (
            "UPDATE invoicing_document SET net_centimes = net_centimes - 1,"
            " total_centimes = total_centimes - 1"
            " WHERE kind = 'fee_brand'"
        ),
        {"document_changed", "document_differs_from_ledger"},
    ),
    "a name is changed": (
        "UPDATE invoicing_document SET recipient_data = '{}' WHERE kind = 'fee_brand'",
        {"document_changed"},
    ),
    "bytes are changed": (
        (
            "UPDATE invoicing_documentfile SET content = content || 'x'::bytea, size = size + 1"
            " WHERE language = 'fr'"
        ),
        {"document_bytes_changed"},
    ),
    "a day goes back": (
        "UPDATE invoicing_document SET issued_on = issued_on - 30 WHERE kind = 'fee_brand' AND place = 2",
        {"document_out_of_order", "document_changed"},
    ),
    "a counter is moved on": (
        "UPDATE invoicing_series SET last_number = last_number + 1 WHERE kind = 'fee_brand'",
        {"document_number_gap"},
    ),
    "a closing lost its papers": (
        (
            "UPDATE invoicing_oweddocument SET subject_id = gen_random_uuid();"
            "UPDATE payments_escrowpart SET closed_at = closed_at - interval '2 days'"
        ),
        {"closing_without_documents"},
    ),
}


@pytest.fixture
def papers(both_known: Any, hold: Callable[..., Any]) -> list[Document]:
    for _n in range(2):
        services.release(escrow_id=hold().pk, reason="accepted")
    return react()


def test_papers_as_they_were_issued_are_clean(papers):
    assert audit_documents() == []


@pytest.mark.parametrize(("sql", "found"), BROKEN.values(), ids=BROKEN)
def test_what_was_changed_is_found(papers, sql, found):
    break_law(sql)
    assert wrong() == found


def test_the_command_ends_with_1_when_something_is_wrong(papers, capsys):
    call_command("documents_check")
    break_law("UPDATE invoicing_document SET number = 'FA-1' WHERE kind = 'fee_brand' AND place = 1")
    with pytest.raises(SystemExit):
        call_command("documents_check", "--json")
    assert '"document_changed"' in capsys.readouterr().out
