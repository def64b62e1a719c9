"""Users, creators and brands in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from conftest import make_brand, person

LISTS = ["accounts_user", "influencers_influencer", "brands_brand"]


@pytest.fixture
def desk(client_of, staff):
    return client_of(staff)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.usefixtures("amina", "atlas_brand", "salma")
def test_lists_open_in_few_queries(desk, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"admin:{name}_changelist"), {"q": "a"}).status_code == 200


def test_each_row_opens(desk, amina, amina_profile, atlas_brand):
    rows = zip(LISTS, [amina, amina_profile, atlas_brand], strict=True)
    for name, row in rows:
        assert desk.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize(("action", "is_active"), [("close", False), ("reopen", True)])
def test_accounts_are_closed_and_reopened_by_the_services(desk, amina, action, is_active):
    User.objects.filter(pk=amina.pk).update(is_active=not is_active)
    body = {"action": action, "_selected_action": [str(amina.pk)]}
    desk.post(reverse("admin:accounts_user_changelist"), body)
    amina.refresh_from_db()
    assert amina.is_active == is_active


def test_staff_add_a_person_with_the_forms_of_this_user(desk):
    form = {"email": "new@example.ma", "name": "New", "role": "brand", "language": "fr"}
    form |= {"usable_password": "true", "password1": "three good words", "password2": "three good words"}
    desk.post(reverse("admin:accounts_user_add"), form)
    assert User.objects.get(email="new@example.ma").check_password("three good words")


@pytest.mark.parametrize("who", ["amina", "atlas"])
def test_others_do_not_enter(client_of, who, request):
    assert client_of(request.getfixturevalue(who)).get("/admin/accounts/user/").status_code == 302


def test_plain_staff_cannot_touch_other_staff(client_of, staff):
    plain = person("plain", "staff", is_staff=True)
    plain.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    url = reverse("admin:auth_user_password_change", args=[staff.pk])
    answer = client_of(plain).post(url, {"password1": "three good words", "password2": "three good words"})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["influencers_influencer", "brands_brand"])
def test_profiles_are_not_rewritten_by_hand(desk, amina_profile, atlas_brand, name):
    row = amina_profile if name.startswith("inf") else atlas_brand
    assert desk.post(reverse(f"admin:{name}_change", args=[row.pk]), {"name": "x"}).status_code == 403


def test_z12_brands_whose_names_look_alike_stand_out(desk, atlas_brand, rival_brand):
    rival_brand.name = atlas_brand.name.replace("A", "\u0410")  # Cyrillic
    rival_brand.save()
    other = make_brand(person("other", "brand"), "Zaytoun", "zaytoun")
    page = desk.get(reverse("admin:brands_brand_changelist"), {"lookalike": "yes"}).content.decode()
    assert [str(one.pk) in page for one in (atlas_brand, rival_brand, other)] == [True, True, False]
