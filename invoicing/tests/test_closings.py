"""What a closed part calls for, and what its papers say."""

import pytest
from django.utils.translation import override

from invoicing.models import Document, OwedDocument
from invoicing.selectors.tables import table_of
from invoicing.services import issue_owed, owe_closing, revoke_mandate
from invoicing.tests.conftest import AMINA, PRICE, by_kind, declare, react
from payments import services
from payments.models import EscrowPart, LedgerEntry
from payments.selectors import audit

pytestmark = pytest.mark.django_db


def sums(document: Document) -> tuple[int, int, int]:
    return document.net_centimes, document.vat_centimes, document.total_centimes


def test_a_release_bills_both_fees_with_their_vat(both_known, released):
    papers = {one.kind: one for one in react()}
    assert sums(papers["fee_brand"]) == (22_500, 4_500, 27_000)
    assert sums(papers["fee_creator"]) == (45_000, 9_000, 54_000)
    assert papers["fee_brand"].number.startswith("FA-20")
    assert papers["fee_brand"].place == 1
    assert papers["fee_creator"].recipient == released.payee


def test_the_papers_of_a_closing_say_what_the_ledger_booked(both_known, released):
    papers = {one.kind: one for one in react()}
    booked = LedgerEntry.objects.filter(transaction__key=f"close:{released.pk}")
    fees = papers["fee_brand"].net_centimes + papers["fee_creator"].net_centimes
    assert booked.get(account__kind="platform_fees").amount_centimes == fees
    assert audit() == []


def test_without_a_mandate_the_amount_due_is_stated_and_it_says_that_it_is_no_invoice(both_known, released):
    react()
    papers = by_kind()
    assert "self_bill" not in papers
    assert papers["amount_due"].total_centimes == PRICE
    assert papers["amount_due"].content["notes"] == ["not_an_invoice"]
    assert papers["amount_due"].number.startswith("ED-")


def test_under_a_mandate_the_creator_bills_in_a_series_of_their_own(both_known, mandate, released, purse):
    react()
    bill = by_kind()["self_bill"]
    assert (bill.series.issuer, bill.recipient, bill.other) == (purse, released.payer, purse)
    assert bill.issuer_data["if_number"] == AMINA["if_number"]
    assert bill.number == f"AF-{purse.pk.hex[-6:].upper()}-{bill.series.year}-000001"
    assert "vat_auto_entrepreneur" in bill.content["notes"]
    assert sums(bill) == (PRICE, 0, PRICE)


def test_who_is_liable_to_vat_has_it_in_the_price(both_known, mandate, hold, purse):
    declare(purse, status="company", is_vat_liable=True)
    services.release(escrow_id=hold(100_001).pk, reason="accepted")
    react()
    assert sums(by_kind()["self_bill"]) == (83_334, 16_667, 100_001)


def test_a_creator_whom_the_tax_office_does_not_know_cannot_be_billed_for(mandate, released):
    react()
    assert "self_bill" not in by_kind()
    assert "amount_due" in by_kind()


def test_a_mandate_counts_for_what_closes_while_it_is_in_force(both_known, mandate, hold, purse, amina):
    before, after = hold(), hold()
    services.release(escrow_id=before.pk, reason="accepted")
    revoke_mandate(wallet=purse, by=amina)
    services.release(escrow_id=after.pk, reason="accepted")
    react()
    kinds = {one.part_id: one.kind for one in Document.objects.filter(kind__in=["self_bill", "amount_due"])}
    assert kinds == {before.pk: "self_bill", after.pk: "amount_due"}


@pytest.mark.parametrize(
    ("language", "law"),
    [("fr", "article 73"), ("ar", "المادة 73"), ("en", "article 73")],
)
def test_a_certificate_names_the_law_in_its_own_language(both_known, hold, language, law):
    services.release(escrow_id=hold(9_500_000).pk, reason="accepted")
    react()
    with override(language):
        [row] = table_of(by_kind()["withholding"])["rows"]
    assert law in row[0]
    assert ("above 80,000" in row[0], "proposed" in row[0]) == (False, False)


def test_a_refund_bills_nothing(both_known, hold):
    services.refund(escrow_id=hold().pk, reason="late")
    assert react() == []
    assert not OwedDocument.objects.exists()


def test_a_split_bills_what_was_given(both_known, hold):
    services.split(escrow_id=hold().pk, influencer_price_centimes=100_000, reason="decision")
    react()
    papers = by_kind()
    assert sums(papers["fee_brand"]) == (5_000, 1_000, 6_000)
    assert papers["amount_due"].total_centimes == 100_000


def test_each_part_is_billed_when_it_closes(both_known, hold):
    escrow = hold(stages=[("draft", 150_000), ("published", 300_000)])
    draft, published = EscrowPart.objects.filter(escrow=escrow).order_by("position")
    services.release_part(part_id=draft.pk, reason="approved")
    react()
    assert {one.part_id for one in Document.objects.all()} == {draft.pk}
    services.release_part(part_id=published.pk, reason="accepted")
    react()
    fees = Document.objects.filter(kind="fee_brand").order_by("place")
    assert [one.part_id for one in fees] == [draft.pk, published.pk]
    assert sum(one.net_centimes for one in fees) == 22_500


def test_a_fact_heard_twice_and_a_paper_issued_twice_are_one(both_known, released):
    n = len(react())
    assert owe_closing(escrow_id=released.pk) == 0
    for owed in OwedDocument.objects.all():
        assert issue_owed(owed_id=owed.pk) is None
    assert len(react()) == n == 3


def test_what_the_house_does_not_know_of_itself_is_not_invented(both_known, released, settings):
    identity = settings.PLATFORM_IDENTITY
    settings.PLATFORM_IDENTITY = {**identity, "ice": ""}
    assert react() == []
    assert set(OwedDocument.objects.values_list("reason", flat=True)) == {"issuer_not_configured"}
    settings.PLATFORM_IDENTITY = identity
    OwedDocument.objects.update(next_try_at=released.opened_at)
    assert len(react()) == 3
    assert set(OwedDocument.objects.values_list("reason", flat=True)) == {""}
