"""Staff at the desk of papers."""

import logging
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from accounts.models import User
from conftest import person
from invoicing.models import Document, DocumentFile
from invoicing.tests.conftest import by_kind, react
from payments.models import LedgerTransaction, Refund
from payments.selectors import audit

pytestmark = pytest.mark.django_db
LIST = "admin:invoicing_document_changelist"
REASON = "Geste commercial " * 9  # close to the 160 letters that it may have


@pytest.fixture
def desk(client_of, staff) -> Any:
    return client_of(staff)


@pytest.fixture
def invoice(both_known, released) -> Document:
    """The brand's fee: 270 MAD with VAT."""
    react()
    return by_kind()["fee_brand"]


def asked_to_confirm(desk: Any, invoice: Document) -> dict[str, Any]:
    """What the confirmation page sends when nothing more is typed."""
    chosen = {"action": "credit", "_selected_action": [str(invoice.pk)]}
    page = desk.post(reverse(LIST), chosen).content.decode()
    assert "KEY" not in re.sub(r"<[^>]+>", "", page).upper()
    key = re.search(r'<input type="hidden" name="key" value="([0-9a-f]{32})"', page)
    assert key
    return {**chosen, "confirmed": "1", "key": key[1]}


def n_credited(invoice: Document) -> tuple[int, int, int]:
    booked = LedgerTransaction.objects.filter(kind="fee_credit")
    return invoice.corrections.count(), booked.count(), Refund.objects.count()


def test_a_double_click_gives_a_part_of_the_fee_back_once(desk, invoice):
    form = {**asked_to_confirm(desk, invoice), "total": "90,00", "reason": REASON}
    assert {desk.post(reverse(LIST), form).status_code for _click in range(2)} == {302}
    assert n_credited(invoice) == (1, 1, 1)
    assert invoice.corrections.get().total_centimes == -9_000
    assert audit() == []


def test_the_same_page_does_not_give_another_amount_back(desk, invoice):
    form = {**asked_to_confirm(desk, invoice), "total": "90,00", "reason": REASON}
    desk.post(reverse(LIST), form)
    desk.post(reverse(LIST), {**form, "total": "10,00"})
    assert n_credited(invoice) == (1, 1, 1)


def test_each_confirmation_page_is_a_credit_of_its_own(desk, invoice):
    for _page in range(2):
        form = {**asked_to_confirm(desk, invoice), "total": "90,00", "reason": REASON}
        desk.post(reverse(LIST), form)
    assert n_credited(invoice) == (2, 2, 2)


def test_nothing_is_given_back_without_a_page_that_asked(desk, invoice):
    form = {"action": "credit", "_selected_action": [str(invoice.pk)], "confirmed": "1"}
    desk.post(reverse(LIST), {**form, "total": "90,00", "reason": REASON})
    assert n_credited(invoice) == (0, 0, 0)


@pytest.fixture
def file(invoice) -> DocumentFile:
    return invoice.files.get(language="fr")


def pdf(file: DocumentFile) -> str:
    return reverse("admin:invoicing_documentfile_file", args=[file.pk])


def member(*rights: str) -> User:
    """Staff who may do just this."""
    made = person("member", "staff", is_staff=True)
    made.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return made


def test_staff_with_the_right_read_the_bytes_that_were_issued(client_of, file, caplog):
    reader = member("view_document", "view_documentfile")
    with caplog.at_level(logging.INFO, logger="invoicing.services.files"):
        answer = client_of(reader).get(pdf(file))
    assert (answer.status_code, answer.content) == (200, bytes(file.content))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="{file.filename}"'
    assert f"{file.filename} is given to {reader.pk}" in caplog.text


def test_a_paper_and_its_file_lead_to_the_bytes(desk, file):
    pages = [
        reverse("admin:invoicing_document_change", args=[file.document_id]),
        reverse("admin:invoicing_documentfile_change", args=[file.pk]),
        reverse("admin:invoicing_documentfile_changelist"),
    ]
    assert all(f'href="{pdf(file)}"' in desk.get(page).content.decode() for page in pages)


def test_staff_without_the_right_read_nothing(client_of, file):
    assert client_of(member("view_document")).get(pdf(file)).status_code == 403


@pytest.mark.parametrize("name", ["atlas", "omar"])
def test_who_is_not_staff_is_asked_to_sign_in(client_of, request, file, name):
    answer = client_of(request.getfixturevalue(name)).get(pdf(file))
    assert (answer.status_code, b"%PDF" in answer.content) == (302, False)


def test_a_visitor_is_asked_to_sign_in(client, file):
    assert client.get(pdf(file)).status_code == 302


def test_changed_bytes_are_not_handed_to_staff_either(desk, file):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE invoicing_documentfile SET content = 'x'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert desk.get(pdf(file)).status_code == 503


def test_a_file_that_does_not_exist_is_not_found(desk, file):
    missing = reverse("admin:invoicing_documentfile_file", args=[10**9])
    assert desk.get(missing).status_code == 404
