"""Two clicks at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.db import connections
from django.utils import timezone
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.errors import ChallengeGone, ResetGone
from accounts.models import Authenticator, Challenge, PasswordResetToken, SignIn, User
from accounts.services import Subject, issue_tokens, open_challenge, reset_password, rotate_tokens
from accounts.services.authenticators import is_totp
from accounts.services.challenges import count_try
from accounts.services.recovery import fresh_codes, use_recovery_code
from brands.models import Brand
from conftest import PASSWORD, person, secrets_of
from influmaroc.onboarding import Newcomer, ask_account, confirm_account
from kit import crypt
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
    newcomer, caller = Newcomer("new@example.ma", PASSWORD, "Nour", "brand"), Caller(ip="1.1.1.1")
    token = ask_account(newcomer=newcomer, caller=caller).token
    code = secrets_of("register_code")["code"]
    people = at_once(lambda: confirm_account(token=token, code=code, caller=caller))
    assert [type(one) for one in people].count(ChallengeGone) == N_CLICKS - 1
    assert (User.objects.count(), Brand.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", ["brand", "influencer"])
def test_people_of_one_name_who_come_at_once_all_get_in(role):
    caller, waiting = Caller(ip="1.1.1.1"), []
    for n in range(N_CLICKS):
        asked = Newcomer(f"nour{n}@example.ma", PASSWORD, "Nour Alami", role)
        token = ask_account(newcomer=asked, caller=caller).token
        waiting.append({"token": token, "code": secrets_of("register_code")["code"]})
    people = at_once(lambda: confirm_account(**waiting.pop(), caller=caller))
    assert len({one.pk for one in people}) == N_CLICKS


def test_registering_one_address_twice_is_one_account():
    caller, codes = Caller(ip="1.1.1.1"), []
    for name in ("Nour", "Noor"):
        token = ask_account(newcomer=Newcomer("new@example.ma", PASSWORD, name, "brand"), caller=caller).token
        codes.append({"token": token, "code": secrets_of("register_code")["code"]})
    confirm_account(**codes[0], caller=caller)
    with pytest.raises(ChallengeGone):
        confirm_account(**codes[1], caller=caller)
    assert (User.objects.get().name, Brand.objects.count()) == ("Nour", 1)


def test_one_code_of_an_app_is_taken_once():
    amina, secret = person("amina", "influencer"), pyotp.random_base32()
    Authenticator.objects.create(user=amina, sealed=crypt.encrypt(secret))
    code = pyotp.TOTP(secret).now()
    assert sorted(at_once(lambda: is_totp(user=amina, code=code))) == [False] * (N_CLICKS - 1) + [True]


def test_one_recovery_code_is_taken_once():
    amina = person("amina", "influencer")
    code = fresh_codes(user=amina)[0]
    taken = at_once(lambda: use_recovery_code(user=amina, code=code))
    assert sorted(taken) == [False] * (N_CLICKS - 1) + [True]


def test_guesses_at_once_all_count():
    amina = person("amina", "influencer")
    pending = open_challenge(purpose="proof", about=Subject(user=amina), caller=Caller())
    answers = at_once(lambda: count_try(challenge=Challenge.objects.get(pk=pending.challenge.pk)))
    assert answers == [None] * N_CLICKS
    assert Challenge.objects.get().n_tries == N_CLICKS


def test_one_reset_link_gives_one_new_password():
    token, soon = new_token(), timezone.now() + timedelta(hours=1)
    amina = person("amina", "influencer")
    PasswordResetToken.objects.create(user=amina, token_hash=digest(token), expires_at=soon)
    answers = at_once(
        lambda: reset_password(token=token, password="Tout-neuf-2026!", caller=Caller(ip="1.1.1.1"))
    )
    assert [type(one) for one in answers].count(ResetGone) == N_CLICKS - 1
    assert Letter.objects.filter(kind="password_changed").count() == 1
