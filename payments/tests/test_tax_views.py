"""I9 and its API: saying how one is taxed, and reading what a year came to."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import SignIn
from payments.tests.conftest import PRICE
from taxes.models import TaxProfile, TaxProof, Withholding
from taxes.selectors import identity_of
from taxes.selectors.proofs import paper_of
from taxes.services import set_profile

pytestmark = pytest.mark.django_db
CREATOR, BRAND, API = "/fr/createur/fiscal", "/fr/marque/fiscal", "/api/finances/tax-profile"
SAID = {"status": "auto_entrepreneur", "country": "MA", "legal_name": "Amina B.", "if_number": "40123456"}


@pytest.fixture
def signed_in(client, amina) -> Any:
    client.force_login(amina)
    return client


def earned(payer: Any, payee: Any, gross: int, held: int = 0) -> None:
    today = timezone.localdate()
    Withholding.objects.create(
        key=f"close:{gross}",
        client_id=payer.pk,
        provider_id=payee.pk,
        year=today.year,
        on=today,
        gross_centimes=gross,
        withheld_centimes=held,
        status="auto_entrepreneur",
    )


def test_nothing_said_yet_is_said_so(signed_in):
    page = signed_in.get(CREATOR)
    assert page.status_code == 200
    assert page.context["profile"] is None


def test_a_declaration_is_kept_and_shown(signed_in, purse):
    assert signed_in.post(CREATOR, SAID).status_code == 302
    assert identity_of(purse.pk).if_number == "40123456"
    assert signed_in.get(CREATOR).context["profile"].status == "auto_entrepreneur"


def test_what_is_wrong_stays_typed(signed_in):
    page = signed_in.post(CREATOR, {**SAID, "ice": "123", "is_vat_liable": "on"})
    assert page.status_code == 422
    assert {"ice", "is_vat_liable"} <= set(page.context["form"].errors)
    assert not TaxProfile.objects.filter(status="auto_entrepreneur").exists()


def test_a_day_before_the_declaration_in_force_is_refused(signed_in, purse):
    signed_in.post(CREATOR, SAID)
    before = timezone.localdate() - timedelta(days=1)
    page = signed_in.post(CREATOR, {**SAID, "status": "cpu", "starts_on": before.isoformat()})
    assert page.status_code == 422
    assert identity_of(purse.pk).status == "auto_entrepreneur"


def test_changing_asks_who_one_is(signed_in, amina):
    SignIn.objects.filter(user=amina).update(proved_at=timezone.now() - timedelta(hours=1))
    assert signed_in.get(CREATOR).status_code == 200
    assert "/confirmer" in signed_in.get(f"{CREATOR}?modifier=1")["Location"]
    signed_in.post(CREATOR, SAID)
    assert not TaxProfile.objects.filter(status="auto_entrepreneur").exists()


def test_a_brand_that_does_not_say_its_turnover_keeps_it(client, atlas, atlas_brand):
    TaxProfile.objects.create(party_id=atlas_brand.wallet.pk, status="company", turnover="350")
    client.force_login(atlas)
    said = {"status": "company", "country": "MA", "legal_name": "Atlas Nouveau"}
    assert client.post(BRAND, said).status_code == 302
    newest = TaxProfile.objects.filter(party_id=atlas_brand.wallet.pk).latest("made_at")
    assert (newest.legal_name, newest.turnover) == ("Atlas Nouveau", "350")


def test_the_gauge_shows_each_client(signed_in, purse, atlas_brand, escrow):
    signed_in.post(CREATOR, SAID)
    earned(atlas_brand.wallet, purse, 7_800_000)
    page = signed_in.get(CREATOR)
    [gauge] = page.context["clients"]
    assert (gauge.paid_centimes, gauge.running_centimes) == (7_800_000, PRICE)
    assert (gauge.over_centimes, gauge.tone) == (250_000, "danger")
    assert (gauge.percent, gauge.percent_running) == (97, 3)


def test_another_year_is_another_sum(signed_in, purse, atlas_brand):
    earned(atlas_brand.wallet, purse, 100_000)
    last = timezone.localdate().year - 1
    assert signed_in.get(CREATOR).context["tax"].gross_centimes == 100_000
    assert signed_in.get(f"{CREATOR}?annee={last}").context["tax"].gross_centimes == 0


def test_the_page_costs_no_more_with_more_clients(
    signed_in, purse, atlas_brand, rival_brand, django_assert_max_num_queries
):
    earned(atlas_brand.wallet, purse, 100_000)
    earned(rival_brand.wallet, purse, 200_000)
    with django_assert_max_num_queries(24):
        assert len(signed_in.get(CREATOR).context["clients"]) == 2


@pytest.mark.parametrize(("name", "status"), [("atlas", 302), ("finance_fz", 302), ("viewer", 403)])
def test_who_may_declare_for_a_brand(client, request, name, status, atlas_brand):
    client.force_login(request.getfixturevalue(name))
    said = {"status": "company", "country": "MA", "legal_name": "Atlas Nouveau", "turnover": "500"}
    n_before = TaxProfile.objects.count()
    assert client.post(BRAND, said, headers={"HX-Request": "true"}).status_code == status
    assert TaxProfile.objects.count() == n_before + (status == 302)


def test_the_api_reads_and_declares(api_of, amina, purse):
    api = api_of(amina)
    assert api.get(API).json()["status"] == "unknown"
    body = api.put(API, {"status": "individual", "if_number": "40 123 456"}, format="json").json()
    assert (body["status"], body["state"], body["if_number"]) == ("individual", "declared", "40123456")
    assert api.put(API, {"status": "individual", "ice": "12"}, format="json").status_code == 400
    assert TaxProfile.objects.filter(party_id=purse.pk).count() == 1


PROOF = "/api/finances/tax-profile/proof"


def paper(content: bytes = b"%PDF-1.7 carte\n%%EOF") -> SimpleUploadedFile:
    return SimpleUploadedFile("carte.pdf", content, content_type="application/pdf")


def test_a_paper_is_sealed_and_read_by_those_who_check(signed_in, client, purse, staff):
    signed_in.post(CREATOR, SAID)
    assert signed_in.post(f"{CREATOR}/justificatif", {"kind": "status", "upload": paper()}).status_code == 302
    proof = TaxProof.objects.get(profile__party_id=purse.pk)
    assert "carte" not in proof.sealed
    address = reverse("admin:taxes_taxproof_paper", args=[proof.pk])
    assert client.get(address).status_code != 200
    client.force_login(staff)
    answer = client.get(address)
    assert answer.content == b"%PDF-1.7 carte\n%%EOF"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_paper_needs_a_declaration(api_of, amina):
    answer = api_of(amina).post(PROOF, {"upload": paper()}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_declared")
    assert not TaxProof.objects.exists()


@pytest.mark.parametrize(
    "upload", [paper(b"%PDF-1.7 torn"), paper(b"<html>"), paper(b"%PDF-" + b"0" * (5 * 1024 * 1024 + 1))]
)
def test_what_is_no_paper_is_refused(api_of, amina, purse, upload):
    TaxProfile.objects.create(party_id=purse.pk, status="cpu")
    upload.seek(0)
    answer = api_of(amina).post(PROOF, {"upload": upload}, format="multipart")
    assert answer.status_code == 400
    assert not TaxProof.objects.exists()


def test_a_photo_is_drawn_again(api_of, amina, purse):
    TaxProfile.objects.create(party_id=purse.pk, status="cpu")
    file = BytesIO()
    Image.new("RGB", (3000, 1500), "teal").save(file, "PNG")
    upload = SimpleUploadedFile("photo.png", file.getvalue())
    body = api_of(amina).post(PROOF, {"kind": "regularity", "upload": upload}, format="multipart").json()
    kept = paper_of(TaxProof.objects.get(pk=body["id"]))
    assert (body["kind"], kept.media_type) == ("regularity", "image/jpeg")
    assert Image.open(BytesIO(kept.content)).size == (2000, 1000)


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("staff", 403), (None, 401)])
def test_a_paper_is_only_taken_from_who_may_declare(api_of, request, atlas_brand, name, status):
    TaxProfile.objects.create(party_id=atlas_brand.wallet.pk, status="company")
    who = request.getfixturevalue(name) if name else None
    assert api_of(who).post(PROOF, {"upload": paper()}, format="multipart").status_code == status
    assert not TaxProof.objects.exists()


def test_the_earnings_page_misses_a_profile_until_one_is_declared(client, amina, amina_profile):
    client.force_login(amina)
    words = "pas complet."
    assert words in client.get("/fr/createur/gains").content.decode()
    set_profile(party_id=amina_profile.wallet_id, fields={"status": "individual", "legal_name": "A"}, by=None)
    assert words not in client.get("/fr/createur/gains").content.decode()
