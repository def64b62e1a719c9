"""Somebody who asked to be deleted reaches the page that keeps the account, and nothing else."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import SignIn
from accounts.services import issue_tokens
from conftest import PASSWORD
from privacy.services import ask_deletion

HOME = "/fr/reglages/donnees"


@pytest.fixture
def leaver(amina):
    ask_deletion(by=amina)
    return amina


@pytest.mark.parametrize("path", ["/fr/createur", "/fr/contrats", "/fr/reglages/securite", "/fr/"])
def test_every_page_leads_to_the_one_that_keeps_the_account(leaver, client_of, path):
    page = client_of(leaver)
    answer = page.get(path)
    assert (answer.status_code, answer.headers.get("Location")) == (302, HOME)
    assert page.get(path, headers={"HX-Request": "true"})["HX-Redirect"] == HOME
    assert page.get(HOME).status_code == 200


def test_one_signs_in_keeps_the_account_and_goes_on(leaver, client_of):
    page = client_of(leaver)
    assert "/fr/reglages/donnees/garder" in page.get(HOME).content.decode()
    assert page.post("/fr/reglages/donnees/garder").status_code == 302
    leaver.refresh_from_db()
    assert leaver.leaving_at is None
    assert page.get("/fr/createur").status_code == 200


def test_the_api_refuses_everything_but_keeping(leaver):
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=leaver).access}")
    refused = api.get("/api/notifications")
    assert (refused.status_code, refused.json()["code"]) == (403, "account_leaving")
    assert api.delete("/api/users/account").status_code == 403
    assert api.post("/api/users/account/keep").status_code == 204
    assert api.get("/api/notifications").status_code == 200


def proved(user):
    """An API client that has just proved password and second step."""
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=user).access}")
    SignIn.objects.filter(user=user).update(proved_at=timezone.now())
    return api


def test_without_a_fresh_proof_nothing_is_deleted_or_copied(amina):
    api = proved(amina)
    SignIn.objects.update(proved_at=None)
    for refused in (api.delete("/api/users/account"), api.post("/api/privacy/exports")):
        assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
    amina.refresh_from_db()
    assert (amina.leaving_at, amina.exports.count()) == (None, 0)


def test_asking_over_the_api_ends_the_very_token_that_asked(amina):
    api = proved(amina)
    assert api.delete("/api/users/account").status_code == 202
    assert api.get("/api/notifications").status_code == 401


@pytest.mark.usefixtures("funded")
def test_a_refusal_over_the_api_tells_every_reason(amina):
    api = proved(amina)
    refused = api.delete("/api/users/account")
    assert refused.status_code == 409
    assert [one["code"] for one in refused.json()["facts"]["reasons"]] == ["contract_open", "escrow_held"]


def test_the_page_deletes_and_says_until_when(amina, client_of):
    page = client_of(amina)
    answer = page.post("/fr/reglages/donnees/supprimer")
    assert answer.status_code == 200
    assert page.get("/fr/createur").status_code == 302
    assert page.login(username=amina.email, password=PASSWORD)


def test_logging_out_clears_what_the_browser_kept_and_nothing_private_is_kept(amina, client_of):
    page = client_of(amina)
    assert page.get(HOME)["Cache-Control"] == "no-store"
    assert "storage" in page.post("/fr/deconnexion")["Clear-Site-Data"]
