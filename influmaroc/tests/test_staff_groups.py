"""Least privilege: what a moderator and a person of finance can and cannot do."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.services import suspend_account
from campaigns.policies import may_approve, may_decide
from conftest import PASSWORD, person
from influmaroc.staff_groups import GROUPS, set_up_groups
from kit.errors import NotAllowed
from notifications.policies import may_announce
from payments.policies import may_audit, may_retry_refunds, may_set_fees
from webhooks.models import Attempt
from webhooks.tests.conftest import make_endpoint, owe

FORBIDDEN = (
    "auth.",
    "accounts.change_user",
    "accounts.add_user",
    "accounts.view_passwordresettoken",
    "events.",
)


def member(group):
    set_up_groups()
    user = person(group, "staff", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def moderator(db):
    return member("moderator")


@pytest.fixture
def finance(db):
    return member("finance")


@pytest.mark.parametrize("group", GROUPS)
def test_no_group_may_give_rights_or_change_people_by_hand(db, group):
    assert [right for right in member(group).get_all_permissions() if right.startswith(FORBIDDEN)] == []


def test_setting_up_again_takes_away_what_was_added(db):
    user = member("moderator")
    Group.objects.get(name="moderator").permissions.add(*Group.objects.get(name="finance").permissions.all())
    set_up_groups()
    assert type(user).objects.get(pk=user.pk).get_all_permissions() == set(GROUPS["moderator"])


def test_moderators_approve_and_decide_but_touch_no_money(moderator):
    assert may_approve(moderator)
    assert may_decide(moderator)
    assert not any(may(moderator) for may in (may_audit, may_retry_refunds, may_set_fees, may_announce))


def test_finance_sees_the_books_but_decides_nothing(finance, amina):
    assert may_audit(finance)
    assert may_retry_refunds(finance)
    assert not any(may(finance) for may in (may_approve, may_decide, may_set_fees, may_announce))
    with pytest.raises(NotAllowed):
        suspend_account(user_id=amina.pk, reason="x", by=finance)


@pytest.mark.parametrize(
    "page", ["auth_group", "accounts_passwordresettoken", "payments_payout", "events_event"]
)
def test_the_desk_of_a_moderator_lacks_what_is_not_theirs(client_of, moderator, page):
    assert client_of(moderator).get(reverse(f"admin:{page}_changelist")).status_code == 403


def test_a_moderator_cannot_raise_themselves_nor_touch_a_superuser(client_of, moderator, staff):
    desk = client_of(moderator)
    raised = {"is_superuser": "on", "is_staff": "on", "role": "staff", "email": "x@example.ma", "name": "X"}
    for whom in (moderator, staff):
        assert desk.post(reverse("admin:accounts_user_change", args=[whom.pk]), raised).status_code == 403
        passwords = {"password1": "three good words", "password2": "three good words"}
        url = reverse("admin:auth_user_password_change", args=[whom.pk])
        assert desk.post(url, passwords).status_code == 403
        whom.refresh_from_db()
        assert (whom.is_superuser, whom.check_password(PASSWORD)) == (whom == staff, True)


def test_nobody_finds_a_box_that_makes_superusers(client_of, staff, amina):
    page = client_of(staff).get(reverse("admin:accounts_user_change", args=[amina.pk])).content.decode()
    assert 'name="is_staff"' in page
    assert 'name="is_superuser"' not in page


def test_a_moderator_suspends_and_restores_from_the_desk(client_of, moderator, amina):
    desk = client_of(moderator)
    page = reverse("admin:accounts_user_change", args=[amina.pk])
    suspend = reverse("admin:accounts_user_suspend", args=[amina.pk])
    assert suspend in desk.get(page).content.decode()
    assert desk.get(suspend).status_code == 200
    assert desk.post(suspend, {"reason": " "}).status_code == 422
    assert desk.post(suspend, {"reason": "Faux abonnés"})["Location"] == page
    amina.refresh_from_db()
    assert (amina.state, amina.suspended_for) == ("suspended", "Faux abonnés")
    assert suspend not in desk.get(page).content.decode()
    desk.post(reverse("admin:accounts_user_restore", args=[amina.pk]), {"reason": "Erreur"})
    amina.refresh_from_db()
    assert amina.state == "active"


def test_finance_finds_no_way_to_suspend(client_of, finance, amina):
    desk = client_of(finance)
    desk.post(reverse("admin:accounts_user_suspend", args=[amina.pk]), {"reason": "x"})
    amina.refresh_from_db()
    assert amina.is_active


def test_moderators_see_each_try_of_a_call_and_finance_none_of_it(moderator, finance, client_of, atlas_brand):
    """The log of a call holds bodies: what we sent, and what a server answered."""
    [call] = owe(make_endpoint(atlas_brand))
    Attempt.objects.create(call=call, url="http://127.0.0.1:9/", status=500, answer="kaputt")
    page = reverse("admin:webhooks_call_change", args=[call.pk])
    seen = [client_of(user).get(page) for user in (moderator, finance)]
    assert [one.status_code for one in seen] == [200, 403]
    assert "kaputt" in seen[0].content.decode()
