"""Staff suspend, restore and close accounts, over the services and the API."""

import pytest
from django.contrib.auth.models import Permission

from accounts.errors import AccountSuspended, WrongLogin
from accounts.models import SecurityEvent, User
from accounts.services import issue_tokens, prove_identity, restore_account, suspend_account
from conftest import PASSWORD, person
from kit.errors import NotAllowed, WrongState
from kit.requests import Caller
from kit.throttle import TooMany
from mail.models import Letter

WHY = "Faux abonnés"
PEOPLE = "/api/admin/users"


@pytest.fixture
def moderator(db):
    user = person("mona", "staff", is_staff=True)
    names = ["view_user", "suspend_user", "see_as_user"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def suspended(amina, staff):
    return suspend_account(user_id=amina.pk, reason=WHY, by=staff)


def login(email, password=PASSWORD, ip="1.1.1.1"):
    return prove_identity(email=email, password=password, caller=Caller(ip=ip))


def test_a_suspension_ends_every_device_at_once_and_is_told(api_of, client_of, amina, staff):
    page, app = client_of(amina), api_of()
    app.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=amina).access}")
    assert app.get("/api/users/profile").status_code == 200
    suspend_account(user_id=amina.pk, reason=WHY, by=staff)
    assert app.get("/api/users/profile").status_code == 401
    assert page.get("/fr/createur").status_code == 302
    letter = Letter.objects.get(kind="account_suspended")
    assert (letter.to, letter.data) == (amina.email, {"reason": WHY})
    event = SecurityEvent.objects.get(user=amina, kind="suspended")
    assert (event.by, event.reason) == (staff, WHY)


def test_only_the_right_password_learns_of_the_suspension(suspended):
    with pytest.raises(AccountSuspended):
        login(suspended.email)
    with pytest.raises(WrongLogin) as no:
        login(suspended.email, "wrong")
    assert no.value.code == "wrong_login"


def test_the_login_doors_say_how_to_appeal(api_of, client, suspended):
    body = {"email": suspended.email, "password": PASSWORD}
    answer = api_of().post("/api/auth/login", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "account_suspended")
    page = client.post("/fr/connexion", body)
    assert page.status_code == 422
    assert str(AccountSuspended.detail) in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_tries_at_a_suspended_account_are_counted(settings, suspended):
    settings.THROTTLES = {**settings.THROTTLES, "login": (1, 900)}
    with pytest.raises(AccountSuspended):
        login(suspended.email, ip="7.7.7.7")
    with pytest.raises(TooMany):
        login(suspended.email, ip="7.7.7.7")


def test_a_restored_person_comes_in_again(suspended, staff):
    restore_account(user_id=suspended.pk, by=staff)
    assert login(suspended.email) == suspended
    assert Letter.objects.filter(kind="account_restored", to=suspended.email).exists()
    with pytest.raises(WrongState):
        restore_account(user_id=suspended.pk, by=staff)


def test_a_suspended_creator_leaves_the_search_and_comes_back(amina_profile, suspended, staff, react):
    react()
    amina_profile.refresh_from_db()
    assert not amina_profile.is_listed
    restore_account(user_id=suspended.pk, by=staff)
    react()
    amina_profile.refresh_from_db()
    assert amina_profile.is_listed


def test_staff_may_not_act_on_themselves_nor_on_other_staff(moderator, staff, amina):
    plain = person("plain", "staff", is_staff=True)
    for by, whom in [
        (moderator, moderator),
        (moderator, staff),
        (moderator, plain),
        (plain, amina),
        (staff, staff),
    ]:
        with pytest.raises(NotAllowed):
            suspend_account(user_id=whom.pk, reason=WHY, by=by)
        whom.refresh_from_db()
        assert whom.is_active
    assert suspend_account(user_id=plain.pk, reason=WHY, by=staff).state == "suspended"
    assert suspend_account(user_id=amina.pk, reason=WHY, by=moderator).state == "suspended"


def test_the_api_suspends_with_a_reason_and_restores(api_of, amina, moderator):
    api, path = api_of(moderator), f"{PEOPLE}/{amina.pk}/status"
    assert api.put(path, {"status": "suspended"}, format="json").status_code == 400
    assert api.put(path, {"status": "active"}, format="json").status_code == 409
    answer = api.put(path, {"status": "suspended", "reason": WHY}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "suspended")
    assert api.put(path, {"status": "suspended", "reason": WHY}, format="json").status_code == 409
    assert api.put(path, {"status": "active"}, format="json").json()["state"] == "active"


def test_the_api_closes_without_deleting(api_of, amina, moderator):
    assert api_of(moderator).delete(f"{PEOPLE}/{amina.pk}").status_code == 204
    amina.refresh_from_db()
    assert amina.state == "closed"
    with pytest.raises(WrongLogin) as no:
        login(amina.email)
    assert no.value.code == "wrong_login"


def test_the_list_is_filtered_searched_ordered_and_counted(api_of, amina, omar, atlas, suspended, moderator):
    api = api_of(moderator)

    def found(query):
        return [row["name"] for row in api.get(f"{PEOPLE}?{query}").json()["results"]]

    assert found("role=influencer&ordering=name") == ["Amina", "Omar"]
    assert found("role=influencer&ordering=-name") == ["Omar", "Amina"]
    assert found("state=suspended") == ["Amina"]
    assert found("q=atlas@ex") == ["Atlas"]
    assert found("joined_before=2020-01-01T00:00:00Z") == []
    stats = api.get(PEOPLE).json()["stats"]
    assert stats["by_state"] == {"active": User.objects.count() - 1, "suspended": 1, "closed": 0}
    assert stats["by_role"]["influencer"] == 2


def test_one_page_leads_to_the_next_without_repeating(api_of, amina, omar, atlas, moderator):
    api = api_of(moderator)
    first = api.get(f"{PEOPLE}?page_size=2&ordering=email").json()
    second = api.get(first["next"]).json()
    emails = [row["email"] for row in first["results"] + second["results"]]
    assert emails == sorted(User.objects.values_list("email", flat=True))


def test_one_person_with_trail_and_devices(api_of, suspended, moderator):
    row = api_of(moderator).get(f"{PEOPLE}/{suspended.pk}").json()
    assert (row["state"], row["trail"][0]["reason"]) == ("suspended", WHY)
    assert "phone" not in row


@pytest.mark.parametrize("who", ["amina", "atlas", "plain"])
def test_others_see_nobody(api_of, request, amina, who):
    by = person("plain", "staff", is_staff=True) if who == "plain" else request.getfixturevalue(who)
    api = api_of(by)
    assert api.get(PEOPLE).status_code == 403
    assert api.put(f"{PEOPLE}/{amina.pk}/status", {"status": "suspended"}, format="json").status_code == 403
    assert api.delete(f"{PEOPLE}/{amina.pk}").status_code == 403


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("0257-03-11T16:44:19-19:26", 200),
        ("2026-07-01", 200),
        ("2026-07-01T12:00:00Z", 200),
        ("0001-01-01T00:00:00+14:00", 400),
        ("yesterday", 400),
    ],
)
def test_any_moment_is_understood_or_refused(api_of, staff, moment, status):
    assert api_of(staff).get(PEOPLE, {"joined_after": moment}).status_code == status
