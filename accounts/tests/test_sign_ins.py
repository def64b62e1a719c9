from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.errors import WrongToken
from accounts.models import Device, SecurityEvent, SignIn
from accounts.selectors import device_name, sign_ins_of
from accounts.services import (
    change_password,
    close_account,
    end_sign_in,
    end_sign_ins,
    forget_old_sign_ins,
    issue_tokens,
    revoke_token,
    rotate_tokens,
    start_sign_in,
    who_is_in,
)
from accounts.tasks import tidy
from conftest import PASSWORD
from kit.requests import Caller
from kit.throttle import TooMany
from mail.models import Letter

NEW = "trois mots au hasard"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = Caller(ip="105.66.1.2", user_agent="Mozilla/5.0 (Android 15) Firefox/140.0", device="phone")
LAPTOP = Caller(ip="105.66.1.3", user_agent=FIREFOX, device="laptop")


def start(user, kind="page", caller=PHONE):
    return start_sign_in(user=user, kind=kind, caller=caller)


def letters():
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def trail(user):
    return list(SecurityEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_the_first_device_is_no_news_and_the_second_is(amina):
    start(amina)
    start(amina)
    assert letters() == []
    start(amina, caller=LAPTOP)
    assert letters() == ["new_sign_in"]
    assert Letter.objects.get().data["device"] == "Firefox · Linux"
    start(amina, "api", LAPTOP)
    assert letters() == ["new_sign_in"]


def test_of_a_device_only_the_hash_is_kept(amina):
    start(amina)
    assert PHONE.device not in Device.objects.get().token_hash


@pytest.mark.parametrize("over", ["ended", "expired", "closed"])
def test_nobody_comes_in_by_a_sign_in_that_is_over(amina, staff, over):
    sign_in = start(amina)
    assert who_is_in(sign_in_id=sign_in.pk, kind="page") == amina
    if over == "ended":
        end_sign_in(sign_in_id=sign_in.pk, user=amina)
    elif over == "expired":
        SignIn.objects.update(expires_at=timezone.now())
    else:
        close_account(user_id=amina.pk, by=staff)
    assert who_is_in(sign_in_id=sign_in.pk, kind="page") is None


def test_a_page_is_no_token_and_garbage_is_nobody(amina):
    sign_in = start(amina)
    assert who_is_in(sign_in_id=sign_in.pk, kind="api") is None
    assert who_is_in(sign_in_id="x", kind="page") is None
    assert who_is_in(sign_in_id=None, kind="page") is None


def test_coming_in_costs_one_query_and_one_more_every_five_minutes(amina, django_assert_num_queries):
    sign_in = start(amina)
    with django_assert_num_queries(1):
        who_is_in(sign_in_id=sign_in.pk, kind="page")
    SignIn.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    with django_assert_num_queries(2):
        who_is_in(sign_in_id=sign_in.pk, kind="page")
    sign_in.refresh_from_db()
    assert timezone.now() - sign_in.seen_at < timedelta(minutes=1)


def test_one_ends_ones_own_sign_in_once(amina, omar):
    sign_in = start(amina)
    assert not end_sign_in(sign_in_id=sign_in.pk, user=omar)
    assert sign_ins_of(amina).count() == 1
    assert end_sign_in(sign_in_id=sign_in.pk, user=amina)
    assert not end_sign_in(sign_in_id=sign_in.pk, user=amina)
    assert trail(amina) == ["signed_in", "sign_in_ended"]


def test_all_but_this_one_end(amina, omar):
    here, other, stranger = start(amina), start(amina, caller=LAPTOP), start(omar)
    assert end_sign_ins(user=amina, why="revoked", but=here) == 1
    assert {*SignIn.objects.open()} == {here, stranger}
    other.refresh_from_db()
    assert other.end == "revoked"


def test_a_refresh_token_is_traded_once_and_again_only_at_once(amina):
    first = issue_tokens(user=amina).refresh
    second = rotate_tokens(refresh=first).refresh
    again = rotate_tokens(refresh=first).refresh
    assert rotate_tokens(refresh=again).user == amina
    assert SignIn.objects.get().ended_at is None
    assert second != first


def test_a_stolen_refresh_token_ends_the_whole_sign_in_and_the_owner_hears_of_it(amina):
    first = issue_tokens(user=amina, caller=PHONE).refresh
    second = rotate_tokens(refresh=first).refresh
    SignIn.objects.update(rotated_at=timezone.now() - timedelta(seconds=11))
    for token in (first, second):
        with pytest.raises(WrongToken):
            rotate_tokens(refresh=token)
    assert SignIn.objects.get().end == "reused"
    assert letters() == ["refresh_reused"]
    assert "token_reused" in trail(amina)


def test_rotating_moves_the_end_but_not_for_ever(amina):
    tokens = issue_tokens(user=amina)
    SignIn.objects.update(started_at=timezone.now() - timedelta(days=89))
    rotate_tokens(refresh=tokens.refresh)
    assert SignIn.objects.get().expires_at < timezone.now() + timedelta(days=2)


def test_logging_out_ends_one_sign_in(amina):
    ours, other = issue_tokens(user=amina), issue_tokens(user=amina)
    revoke_token(refresh=ours.refresh)
    with pytest.raises(WrongToken):
        revoke_token(refresh=ours.refresh)
    assert rotate_tokens(refresh=other.refresh).user == amina


def test_a_new_password_ends_every_other_sign_in_and_says_so(amina):
    here, other = start(amina), start(amina, "api")
    change_password(user=amina, current=PASSWORD, password=NEW, here=here)
    amina.refresh_from_db()
    assert amina.check_password(NEW)
    assert [*SignIn.objects.open()] == [here]
    other.refresh_from_db()
    assert other.end == "password"
    assert letters() == ["password_changed"]


@pytest.mark.parametrize(
    ("current", "password", "field"), [("wrong", NEW, "current"), (PASSWORD, "short", "password")]
)
def test_a_refused_change_changes_nothing(amina, current, password, field):
    other = start(amina)
    with pytest.raises(ValidationError) as no:
        change_password(user=amina, current=current, password=password)
    assert list(no.value.message_dict) == [field]
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)
    assert [*SignIn.objects.open()] == [other]
    assert letters() == []


def test_guessing_the_present_password_has_an_end(amina, settings):
    settings.THROTTLES = {**settings.THROTTLES, "password-change": (1, 900)}
    with pytest.raises(ValidationError):
        change_password(user=amina, current="wrong", password=NEW)
    with pytest.raises(TooMany):
        change_password(user=amina, current=PASSWORD, password=NEW)
    assert trail(amina) == ["wrong_password"]


def test_old_sign_ins_are_forgotten_and_the_trail_stays(amina):
    old, recent = start(amina), start(amina)
    SignIn.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=91))
    assert forget_old_sign_ins() == 1
    tidy()
    assert [*SignIn.objects.all()] == [recent]
    assert trail(amina) == ["signed_in", "signed_in"]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("python-requests/2.32", "python-requests"),
        ("", "Appareil inconnu"),
    ],
)
def test_a_device_has_a_name_one_recognises(user_agent, name):
    assert device_name(user_agent) == name
