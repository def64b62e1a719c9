"""Papers over the API and on pages: for their parties, and for nobody else."""

import hashlib

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from conftest import Client, join, make_brand, person
from invoicing.models import Document, DocumentFile, Mandate
from invoicing.selectors import hash_of, mandate_text
from invoicing.tests.conftest import by_kind, react
from mail.models import Letter
from payments import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(both_known, mandate, released):
    react()
    return by_kind()


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def kinds(user, path="/api/payments/invoices", **asked) -> list[str]:
    return sorted(row["kind"] for row in api(user).get(path, asked).json()["results"])


def test_each_side_sees_its_own_invoices(papers, atlas, amina, omar):
    assert kinds(atlas) == ["fee_brand", "self_bill"]
    assert kinds(amina) == ["fee_creator", "self_bill"]
    assert kinds(omar) == []


def test_the_list_is_narrowed_by_kind_year_and_month(papers, atlas):
    day = papers["fee_brand"].issued_on
    assert kinds(atlas, kind="fee_brand", year=day.year, month=day.month) == ["fee_brand"]
    assert kinds(atlas, year=day.year - 1) == []
    assert api(atlas).get("/api/payments/invoices", {"kind": "payout"}).status_code == 400


@pytest.mark.parametrize("path", ["/api/payments/invoices", "/api/finances/tax-documents"])
@pytest.mark.parametrize(("name", "least", "most"), [("year", 1, 9999), ("month", 1, 12)])
def test_a_year_or_month_that_does_not_exist_is_refused(papers, amina, path, name, least, most):
    outside = [least - 1, -1, most + 1, 99_999]
    assert {api(amina).get(path, {name: asked}).status_code for asked in outside} == {400}
    assert {api(amina).get(path, {name: asked}).status_code for asked in (least, most)} == {200}


def test_the_list_is_cut_into_pages(papers, atlas):
    first = api(atlas).get("/api/payments/invoices", {"page_size": 1}).json()
    second = api(atlas).get(first["next"]).json()
    assert first["results"][0]["id"] != second["results"][0]["id"]
    assert second["next"] is None


def test_a_paper_says_its_sums_and_where_its_pdfs_are(papers, atlas):
    body = api(atlas).get(f"/api/payments/invoices/{papers['fee_brand'].pk}").json()
    assert (body["net"], body["vat"]["amount"]) == ({"amount": "225.00", "currency": "MAD"}, "45.00")
    assert set(body["pdf"]) == {"fr", "ar", "en"}
    assert body["issuer"]["ice"]
    assert body["recipient"]["legal_name"] == "Atlas Argan SARL"
    assert set(body["files"]) == {"fr", "ar", "en"}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pdf_is_the_bytes_that_were_kept(papers, atlas, language):
    paper = papers["fee_brand"]
    answer = api(atlas).get(f"/api/payments/invoices/{paper.pk}/pdf", {"language": language})
    assert hashlib.sha256(answer.content).hexdigest() == paper.files.get(language=language).sha256
    assert answer["Content-Disposition"] == f'attachment; filename="{paper.number}-{language}.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


@pytest.mark.parametrize("suffix", ["", "/pdf"])
def test_a_stranger_finds_nothing(papers, omar, suffix):
    paths = {f"/api/payments/invoices/{one.pk}{suffix}" for one in papers.values()}
    assert {api(omar).get(path).status_code for path in paths} == {404}


def test_a_page_gives_the_pdf_to_its_parties_alone(papers, client, amina, omar):
    url = f"/ar/documents/{papers['fee_creator'].pk}.pdf"
    client.force_login(amina)
    assert client.get(url)["Content-Disposition"].endswith('-ar.pdf"')
    client.force_login(omar)
    assert client.get(url).status_code == 404


def test_changed_bytes_are_handed_to_nobody(papers, client, amina):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE invoicing_documentfile SET content = 'x'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    client.force_login(amina)
    assert client.get(f"/fr/documents/{papers['fee_creator'].pk}.pdf").status_code == 503


def test_a_pdf_is_drawn_once_and_is_archivable(papers):
    file = DocumentFile.objects.first()
    assert file.content[:5] == b"%PDF-"
    assert b"pdfaid:part" in bytes(file.content)
    assert DocumentFile.objects.count() == 3 * Document.objects.count()
    react()
    assert DocumentFile.objects.get(pk=file.pk).drawn_at == file.drawn_at


def test_both_sides_get_one_letter_for_all_papers_of_a_payment(papers):
    letters = Letter.objects.filter(kind="notice", data__subject="Nouveaux documents")
    assert sorted(letters.values_list("to", flat=True)) == ["amina@example.ma", "atlas@example.ma"]
    told = letters.get(to="atlas@example.ma").data["text"]
    assert papers["fee_brand"].number in told
    assert papers["self_bill"].number in told


def test_the_pages_list_papers_and_say_who_writes_the_invoices(papers, client, atlas, amina):
    client.force_login(atlas)
    shown = client.get("/fr/marque/finances/documents").content.decode()
    assert papers["fee_brand"].number in shown
    assert papers["fee_creator"].number not in shown
    client.force_login(amina)
    shown = client.get("/fr/createur/documents").content.decode()
    assert papers["fee_creator"].number in shown
    assert "mandat" in shown


def test_a_page_number_beyond_all_is_an_empty_page(papers, client, atlas):
    client.force_login(atlas)
    assert client.get("/fr/marque/finances/documents", {"page": "9" * 4301}).status_code == 200


@override_settings(LANGUAGE_CODE="fr")
def test_a_mandate_is_accepted_with_the_text_that_was_read(client, amina, purse):
    client.force_login(amina)
    assert client.post("/fr/createur/documents/mandat", {"text": "0" * 64}).status_code in {302, 409}
    assert not Mandate.objects.exists()
    client.post("/fr/createur/documents/mandat", {"text": hash_of(mandate_text("fr"))})
    found = Mandate.objects.get()
    assert (found.accepted_by, found.text_sha256) == (amina, hash_of(found.text))
    client.post("/fr/createur/documents/mandat", {"revoke": "1"})
    found.refresh_from_db()
    assert found.revoked_by == amina


def test_a_team_mate_who_may_not_pay_reads_the_papers_too(papers, atlas_brand, client):
    client.force_login(join(atlas_brand, person("lamia", "brand"), "viewer"))
    assert client.get(f"/fr/documents/{papers['fee_brand'].pk}.pdf").status_code == 200


def test_another_brand_sees_nothing(papers, client):
    rival = make_brand(person("rival", "brand"), "Rif", "rif").memberships.get().user
    client.force_login(rival)
    assert client.get(f"/fr/documents/{papers['fee_brand'].pk}.pdf").status_code == 404
    assert papers["fee_brand"].number not in client.get("/fr/marque/finances/documents").content.decode()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("amina", "/fr/createur/documents"),
        ("atlas", "/fr/marque/finances/documents"),
        ("amina", "/api/payments/invoices"),
    ],
)
def test_the_number_of_queries_does_not_hang_on_the_number_of_papers(papers, request, hold, who, path):
    user = request.getfixturevalue(who)
    client = api(user) if path.startswith("/api/") else Client()
    if isinstance(client, Client):
        client.force_login(user)
    few = queries_of(client, path)
    n_papers = Document.objects.count()
    for _n in range(3):
        services.release(escrow_id=hold().pk, reason="accepted")
    react()
    assert Document.objects.count() == 4 * n_papers
    assert queries_of(client, path) == few <= 12


def queries_of(client, path) -> int:
    client.get(path)  # what the process remembers from then on is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
