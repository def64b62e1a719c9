"""What a person says about themselves: API and page."""

import pytest

from accounts.models import User
from kit.morocco import group_phone, phone_of

PROFILE = "/api/users/profile"
PAGE = "/fr/reglages/compte"
WHOLE = {"name": "Amina B.", "language": "ar", "time_zone": "Europe/Paris", "phone": "06 12 34 56 78"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+212612345678"),
        ("+212 6 12-34-56-78", "+212612345678"),
        ("+212 (0)612345678", "+212612345678"),
        ("00212 522 12 34 56", "+212522123456"),
        ("٠٦١٢٣٤٥٦٧٨", "+212612345678"),
        ("+33 6 12 34 56 78", None),
        ("06 12 34 56", None),
        ("06 12 34 56 78 poste 3", None),
        ("<script>0612345678", None),
    ],
)
def test_numbers_as_people_write_them(typed, number):
    assert phone_of(typed) == number


def test_numbers_as_they_are_printed():
    assert group_phone("+212612345678") == "+212 6 12 34 56 78"
    assert group_phone("") == ""


def test_the_whole_profile_is_written(api_of, amina):
    answer = api_of(amina).put(PROFILE, WHOLE, format="json")
    assert answer.json() | {"phone": "+212612345678"} == answer.json()
    amina.refresh_from_db()
    assert (amina.name, amina.language, amina.time_zone) == ("Amina B.", "ar", "Europe/Paris")


def test_the_number_lies_encrypted(api_of, amina):
    api_of(amina).patch(PROFILE, {"phone": "0612345678"}, format="json")
    sealed = User.objects.values_list("sealed_phone", flat=True).get(pk=amina.pk)
    assert sealed
    assert "612345678" not in sealed
    api_of(amina).patch(PROFILE, {"phone": ""}, format="json")
    assert User.objects.get(pk=amina.pk).phone == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "+33612345678"), ("time_zone", "Mars/Base"), ("language", "es"), ("name", " \u202e ")],
)
def test_wrong_values_are_told_at_their_field(api_of, amina, field, value):
    answer = api_of(amina).patch(PROFILE, {field: value}, format="json")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert User.objects.get(pk=amina.pk).version == 1


def test_an_older_version_changes_nothing(api_of, amina):
    api = api_of(amina)
    tag = api.get(PROFILE)["ETag"]
    assert api.patch(PROFILE, {"name": "Un"}, format="json", headers={"If-Match": tag}).status_code == 200
    answer = api.patch(PROFILE, {"name": "Deux"}, format="json", headers={"If-Match": tag})
    assert answer.status_code == 409
    assert User.objects.get(pk=amina.pk).name == "Un"


def test_rights_and_address_cannot_be_written(api_of, amina):
    more = {
        "role": "staff",
        "is_staff": True,
        "is_superuser": True,
        "email": "x@example.ma",
        "picture": "u/x",
    }
    api_of(amina).put(PROFILE, {**WHOLE, **more}, format="json")
    row = User.objects.get(pk=amina.pk)
    assert (row.role, row.is_staff, row.is_superuser) == ("influencer", False, False)
    assert (row.email, row.picture) == ("amina@example.ma", "")


def test_the_page_saves_and_goes_on_in_the_language_chosen(client_of, amina):
    client = client_of(amina)
    answer = client.post(PAGE, {**WHOLE, "version": 1})
    assert answer["Location"] == "/ar/reglages/compte"
    page = client.get(answer["Location"]).content.decode()
    assert "+212 6 12 34 56 78" in page
    assert 'aria-current="page"' in page


def test_the_page_tells_of_what_is_wrong_and_of_a_newer_version(client_of, amina):
    client = client_of(amina)
    answer = client.post(PAGE, {**WHOLE, "phone": "12", "version": 1})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])
    answer = client.post(PAGE, {**WHOLE, "version": 9})
    assert answer.status_code == 409
    assert User.objects.get(pk=amina.pk).name == "Amina"
