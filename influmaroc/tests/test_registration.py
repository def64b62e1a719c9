import pytest
from django.utils import timezone

from accounts.models import Challenge, Consent, User
from brands.models import Brand
from conftest import PASSWORD, secrets_of
from influencers.models import Influencer
from mail.models import Letter
from payments.models import WalletHolder

PERSON = {"email": "new@example.ma", "password": PASSWORD, "name": "Nour Alami", "language": "fr"}


@pytest.fixture
def api(api_of, db):
    return api_of()


@pytest.fixture
def register(api):
    """Ask for an account, over the API."""

    def post(**fields):
        return api.post("/api/auth/register", {**PERSON, **fields}, format="json")

    return post


@pytest.fixture
def confirm(api):
    """Type the code of the letter."""

    def post(token, code=None):
        code = code or secrets_of("register_code")["code"]
        return api.post("/api/auth/verify-email", {"token": token, "code": code}, format="json")

    return post


@pytest.fixture
def opened(register, confirm):
    """Both steps."""
    return lambda **fields: confirm(register(**fields).json()["token"])


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_nothing_exists_before_the_mailbox_is_proved(register):
    answer = register(role="brand")
    assert (answer.status_code, set(answer.json())) == (202, {"token", "methods", "expires_at"})
    assert not User.objects.exists()
    assert not Brand.objects.exists()


def test_a_brand_gets_a_company_a_wallet_and_tokens(opened):
    answer = opened(role="brand", company="Atelier Nour", consents=["terms", "privacy"])
    brand = Brand.objects.get()
    assert answer.status_code == 201
    assert (brand.name, brand.memberships.get().role) == ("Atelier Nour", "owner")
    assert WalletHolder.objects.get(wallet=brand.wallet).may_pay
    assert Consent.objects.count() == 2
    assert set(answer.json()) == {"access", "refresh", "user", "device"}
    assert User.objects.get().email_verified_at is not None


def test_a_creator_gets_a_profile_that_is_not_listed_yet(opened):
    assert opened(role="influencer", handle="nour").json()["user"]["role"] == "influencer"
    influencer = Influencer.objects.get()
    assert (influencer.handle, influencer.is_listed) == ("nour", False)
    assert WalletHolder.objects.get(wallet=influencer.wallet).user == influencer.user


def test_a_taken_handle_is_told_at_once(register, amina):
    answer = register(role="influencer", handle="amina-b")
    assert answer.json()["errors"][0]["field"] == "handle"
    assert not Challenge.objects.exists()


def test_a_handle_taken_meanwhile_gives_way_to_a_free_one(register, confirm, amina_profile):
    token = register(role="influencer", handle="nour").json()["token"]
    Influencer.objects.filter(pk=amina_profile.pk).update(handle="nour")
    assert confirm(token).status_code == 201
    assert Influencer.objects.get(user__email=PERSON["email"]).handle == "nour-alami"


def test_a_code_opens_one_account_once(register, confirm):
    token = register(role="brand").json()["token"]
    code = secrets_of("register_code")["code"]
    assert confirm(token, code).status_code == 201
    assert confirm(token, code).json()["code"] == "challenge_gone"
    assert User.objects.count() == 1


def test_a_wrong_code_counts_and_the_sixth_is_dead(register, confirm):
    token = register(role="brand").json()["token"]
    code = secrets_of("register_code")["code"]
    answers = [confirm(token, wrong(code)) for _n in range(5)]
    assert {one.status_code for one in answers} == {400}
    assert [one.json()["facts"]["n_left"] for one in answers] == [4, 3, 2, 1, 0]
    assert confirm(token, code).status_code == 410
    assert not User.objects.exists()


def test_ten_minutes_later_the_code_is_dead(register, confirm):
    token = register(role="brand").json()["token"]
    Challenge.objects.update(expires_at=timezone.now())
    assert confirm(token).status_code == 410
    assert not User.objects.exists()


def test_another_code_replaces_the_first(api, register, confirm):
    token = register(role="brand").json()["token"]
    first = secrets_of("register_code")["code"]
    assert api.post("/api/auth/resend-code", {"token": token}, format="json").status_code == 202
    assert confirm(token, first).status_code == 400
    assert confirm(token).status_code == 201


def test_a_known_address_gets_the_same_answer_and_its_owner_a_letter(register, confirm, amina):
    fresh, known = register(role="brand"), register(role="brand", email=amina.email)
    assert (fresh.status_code, set(fresh.json())) == (known.status_code, set(known.json()))
    assert list(Letter.objects.filter(to=amina.email).values_list("kind", flat=True)) == ["register_known"]
    assert confirm(known.json()["token"]).status_code == 400
    assert User.objects.count() == 1


def test_the_password_is_not_in_the_table_and_the_code_neither(register):
    register(role="brand")
    row = Challenge.objects.get()
    texts = " ".join(str(value) for value in vars(row).values())
    assert PASSWORD not in texts
    assert secrets_of("register_code")["code"] not in texts


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
    assert client.post("/ar/inscription", FORM)["Location"] == "/ar/verifier"
    assert PERSON["email"] in client.get("/ar/verifier").content.decode()
    answer = client.post("/ar/verifier", {"code": secrets_of("register_code")["code"]})
    user = User.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/ar/bienvenue")
    assert (user.language, user.brands.get().name) == ("ar", "Atelier Nour")
    assert set(user.consents.values_list("purpose", flat=True)) == {"terms", "privacy"}
    assert client.get("/ar/bienvenue").context["n_done"] == 0


def test_a_wrong_code_is_told_at_its_field(client, db):
    client.post("/fr/inscription", FORM)
    answer = client.post("/fr/verifier", {"code": wrong(secrets_of("register_code")["code"])})
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert not User.objects.exists()


def test_the_link_of_the_letter_opens_the_account_when_its_button_is_pressed(client, db):
    client.post("/fr/inscription", FORM)
    other = type(client)()
    answer = other.get(f"/fr/verifier/{secrets_of('register_code')['token']}", follow=True)
    assert "Nour Alami" in answer.content.decode()
    assert not User.objects.exists()
    assert other.post("/fr/verifier/lien")["Location"] == "/fr/bienvenue"
    assert User.objects.count() == 1
    assert client.post("/fr/verifier", {"code": "000000"}).status_code == 410


def test_a_made_up_link_is_gone(client, db):
    assert client.get("/fr/verifier/nothing", follow=True).status_code == 410


def test_the_session_changes_when_one_is_in(client, db):
    client.get("/fr/inscription")
    client.post("/fr/inscription", FORM)
    before = client.session.session_key
    client.post("/fr/verifier", {"code": secrets_of("register_code")["code"]})
    assert client.session.session_key != before


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


def test_a_known_address_sees_the_same_page(client, amina):
    assert client.post("/fr/inscription", {**FORM, "email": amina.email})["Location"] == "/fr/verifier"
    assert client.get("/fr/verifier").status_code == 200
    assert User.objects.count() == 1


def test_another_code_can_be_asked_for_on_the_page(client, db):
    client.post("/fr/inscription", FORM)
    assert client.post("/fr/verifier/encore")["Location"] == "/fr/verifier"
    assert Letter.objects.filter(kind="register_code").count() == 2


def test_without_a_form_before_there_is_nothing_to_verify(client, db):
    assert client.get("/fr/verifier")["Location"] == "/fr/inscription"
    assert client.post("/fr/verifier/encore")["Location"] == "/fr/inscription"


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
