"""What was agreed to is kept with version and date; a new version asks again."""

import pytest

from accounts.models import Consent
from accounts.services import record_consents, withdraw_news


def words(user):
    rows = Consent.objects.filter(user=user).order_by("pk")
    return [f"{row.purpose} {row.version} {'yes' if row.is_given else 'no'}" for row in rows]


def test_the_history_only_grows(amina, settings):
    settings.CONSENT_VERSIONS = {"terms": "1", "privacy": "1", "news": "1"}
    for _twice in range(2):
        record_consents(user=amina, purposes=["terms", "privacy", "news"])
    withdraw_news(user_id=amina.pk)
    assert not withdraw_news(user_id=amina.pk)
    record_consents(user=amina, purposes=["news"])
    said = ["terms 1 yes", "privacy 1 yes", "news 1 yes", "news 1 no", "news 1 yes"]
    assert words(amina) == said
    settings.CONSENT_VERSIONS = {"terms": "2", "privacy": "1", "news": "1"}
    record_consents(user=amina, purposes=["terms", "privacy", "news"])
    assert words(amina) == [*said, "terms 2 yes"]


def test_a_new_version_asks_on_every_page_until_agreed(amina, client_of, settings):
    record_consents(user=amina, purposes=["terms", "privacy"])
    page = client_of(amina)
    link = "/fr/reglages/donnees/textes"
    assert link not in page.get("/fr/createur").content.decode()
    settings.CONSENT_VERSIONS = {**settings.CONSENT_VERSIONS, "terms": "2099-01"}
    answer = page.get("/fr/createur")
    assert (answer.status_code, link in answer.content.decode()) == (200, True)
    assert page.post(link, {"terms": "on"}).status_code == 422
    assert page.post(link, {"terms": "on", "privacy": "on"}).status_code == 302
    assert link not in page.get("/fr/createur").content.decode()
    assert "terms 2099-01 yes" in words(amina)


def test_staff_are_not_asked(staff, client_of):
    assert "donnees/textes" not in client_of(staff).get("/fr/notifications").content.decode()


@pytest.mark.usefixtures("amina_profile")
def test_the_page_gives_and_withdraws_news(amina, client_of):
    page = client_of(amina)
    page.post("/fr/reglages/donnees/nouvelles", {"news": "on"})
    page.post("/fr/reglages/donnees/nouvelles")
    assert [word.split()[-1] for word in words(amina)] == ["yes", "no"]
    assert page.get("/fr/reglages/donnees").status_code == 200


def test_the_api_reads_and_writes_consents(amina, api_of):
    api = api_of(amina)
    assert api.get("/api/privacy/consents").json()["owed"]
    body = {"terms": True, "privacy": True, "news": True}
    answer = api.put("/api/privacy/consents", body, format="json").json()
    assert (answer["owed"], [one["is_given"] for one in answer["consents"]]) == (False, [True, True, True])
    answer = api.put("/api/privacy/consents", {"news": False, "terms": False}, format="json").json()
    assert [one["is_given"] for one in answer["consents"]] == [True, True, False]


def test_marketing_is_off_by_default(amina):
    record_consents(user=amina, purposes=["terms", "privacy"])
    assert not Consent.objects.in_force().filter(user=amina, purpose="news").exists()
