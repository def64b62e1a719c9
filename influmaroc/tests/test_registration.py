import pytest

from accounts.models import Consent, User
from brands.models import Brand
from conftest import PASSWORD
from influencers.models import Influencer
from payments.models import WalletHolder

PERSON = {"email": "new@example.ma", "password": PASSWORD, "name": "Nour Alami", "language": "fr"}


@pytest.fixture
def register(api_of, db):
    def post(**fields):
        return api_of().post("/api/auth/register", {**PERSON, **fields}, format="json")

    return post


def test_a_brand_gets_a_company_a_wallet_and_tokens(register):
    answer = register(role="brand", company="Atelier Nour", consents=["terms", "privacy"])
    brand = Brand.objects.get()
    assert answer.status_code == 201
    assert (brand.name, brand.memberships.get().role) == ("Atelier Nour", "owner")
    assert WalletHolder.objects.get(wallet=brand.wallet).may_pay
    assert Consent.objects.count() == 2
    assert set(answer.json()) == {"access", "refresh", "user"}


def test_a_creator_gets_a_profile_that_is_not_listed_yet(register):
    assert register(role="influencer", handle="nour").json()["user"]["role"] == "influencer"
    influencer = Influencer.objects.get()
    assert (influencer.handle, influencer.is_listed) == ("nour", False)
    assert WalletHolder.objects.get(wallet=influencer.wallet).user == influencer.user


def test_a_taken_handle_leaves_nothing_behind(register, amina):
    answer = register(role="influencer", handle="amina-b")
    assert answer.json()["errors"][0]["field"] == "handle"
    assert not User.objects.filter(email=PERSON["email"]).exists()


def test_the_same_body_twice_is_one_account(register):
    first, second = register(role="brand"), register(role="brand")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["user"] == second.json()["user"]
    assert Brand.objects.count() == 1


@pytest.mark.parametrize("other", [{"password": "another good password"}, {"role": "influencer"}])
def test_a_known_address_is_refused_in_neutral_words(register, other):
    register(role="brand")
    answer = register(**{"role": "brand", **other})
    assert answer.status_code == 400
    assert answer.json()["code"] == "registration_refused"
    assert User.objects.count() == 1


@pytest.mark.parametrize("role", ["staff", "admin", ""])
def test_nobody_registers_with_rights(register, role):
    answer = register(role=role, is_staff=True, is_superuser=True)
    assert answer.status_code == 400
    assert not User.objects.exists()


def test_registering_is_throttled(register, settings):
    settings.THROTTLES = {**settings.THROTTLES, "register": (0, 3600)}
    assert register(role="brand").status_code == 429
    assert not User.objects.exists()


FORM = {**PERSON, "role": "brand", "company": "Atelier Nour", "terms": "on", "privacy": "on"}


def test_the_page_opens_an_account_in_its_language_and_shows_the_next_steps(client, db):
    answer = client.post("/ar/inscription", FORM)
    user = User.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/ar/bienvenue")
    assert (user.language, user.brands.get().name) == ("ar", "Atelier Nour")
    assert set(user.consents.values_list("purpose", flat=True)) == {"terms", "privacy"}
    assert client.get("/ar/bienvenue").context["n_done"] == 0


@pytest.mark.parametrize("missing", ["terms", "privacy", "role", "email", "name", "password"])
def test_what_is_missing_is_told_and_the_rest_kept(client, db, missing):
    answer = client.post("/fr/inscription", {**FORM, missing: ""})
    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert "Atelier Nour" in answer.content.decode()
    assert not User.objects.exists()


def test_a_weak_password_is_told_at_its_field(client, db):
    answer = client.post("/fr/inscription", {**FORM, "password": "short"})
    assert "password" in answer.context["form"].errors


def test_a_known_address_is_led_to_the_login_in_friendly_words(client, amina):
    answer = client.post("/fr/inscription", {**FORM, "email": amina.email, "password": "other good words"})
    assert answer["Location"].startswith("/fr/connexion?next=%2Ffr%2Fbienvenue")
    assert User.objects.count() == 1


def test_a_double_click_is_one_account(client, db):
    for _click in range(2):
        assert client.post("/fr/inscription", FORM)["Location"] == "/fr/bienvenue"
        client.logout()
    assert User.objects.count() == 1


def test_the_steps_follow_what_is_there(client, amina, amina_profile):
    client.force_login(amina)
    assert client.get("/fr/bienvenue").context["n_done"] == 2
    amina_profile.bio = "Cuisine"
    amina_profile.save()
    assert client.get("/fr/bienvenue").context["n_done"] == 3


def test_staff_has_no_steps(client, staff):
    client.force_login(staff)
    assert client.get("/fr/bienvenue").status_code == 302


def test_switching_the_language_is_remembered_by_the_account(client, amina):
    client.force_login(amina)
    client.get("/langue/ar?next=/fr/bienvenue")
    amina.refresh_from_db()
    assert amina.language == "ar"
