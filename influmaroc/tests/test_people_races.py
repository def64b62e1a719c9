"""Two clicks at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.errors import ResetGone
from accounts.models import PasswordResetToken, SignIn, User
from accounts.services import issue_tokens, reset_password, rotate_tokens
from brands.models import Brand
from conftest import PASSWORD, person
from influmaroc.onboarding import Newcomer, open_account
from kit.errors import Refusal
from kit.requests import Caller
from kit.tokens import digest, new_token
from mail.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
N_CLICKS = 4


def at_once(act) -> list[Any]:
    """What each of several simultaneous clicks gave: a result or a refusal."""

    def click(_n: int) -> Any:
        try:
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(N_CLICKS) as clicks:
        return list(clicks.map(click, range(N_CLICKS)))


def test_one_refresh_token_has_one_successor():
    token = issue_tokens(user=person("amina", "influencer")).refresh
    answers = at_once(lambda: rotate_tokens(refresh=token))
    assert len({RefreshToken(one.refresh)["jti"] for one in answers}) == 1
    assert SignIn.objects.get().ended_at is None


def test_registering_twice_at_once_is_one_account():
    newcomer = Newcomer(email="new@example.ma", password=PASSWORD, name="Nour", role="brand")
    people = at_once(lambda: open_account(newcomer=newcomer, ip="1.1.1.1"))
    assert {one.pk for one in people} == {User.objects.get().pk}
    assert Brand.objects.count() == 1


def test_one_reset_link_gives_one_new_password():
    token, soon = new_token(), timezone.now() + timedelta(hours=1)
    amina = person("amina", "influencer")
    PasswordResetToken.objects.create(user=amina, token_hash=digest(token), expires_at=soon)
    answers = at_once(
        lambda: reset_password(token=token, password="Tout-neuf-2026!", caller=Caller(ip="1.1.1.1"))
    )
    assert [type(one) for one in answers].count(ResetGone) == N_CLICKS - 1
    assert Letter.objects.filter(kind="password_changed").count() == 1
