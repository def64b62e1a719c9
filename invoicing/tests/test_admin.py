"""Staff at the desk of papers."""

import re
from typing import Any

import pytest
from django.urls import reverse

from invoicing.models import Document
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
