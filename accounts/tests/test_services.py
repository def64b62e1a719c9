import pytest
from django.core.exceptions import ValidationError

from accounts.errors import EmailTaken, WrongLogin, WrongToken
from accounts.models import Consent, User
from accounts.services import (
    close_account,
    end_sign_ins,
    issue_tokens,
    prepare_user,
    prove_identity,
    record_consents,
    register,
    reopen_account,
    revoke_token,
    rotate_tokens,
)
from conftest import PASSWORD
from events.models import Event
from kit.errors import NotAllowed
from kit.requests import Caller
from kit.throttle import TooMany


def newcomer(**fields):
    values = {"email": "new@example.ma", "password": PASSWORD, "name": "New", "role": "brand"}
    return register(user=prepare_user(**{**values, **fields}))


def test_registering_keeps_one_address_in_lower_case(db):
    user = newcomer(email=" New@Example.MA ", name="N\u202eew  One", language="ar")
    assert (user.email, user.name, user.language) == ("new@example.ma", "New One", "ar")
    assert Event.objects.get().fact().user_id == str(user.pk)


def test_a_known_address_is_refused(amina):
    with pytest.raises(EmailTaken):
        newcomer(email="AMINA@example.ma")
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password1234", "new@example.ma"])
def test_a_weak_password_is_refused(db, password):
    with pytest.raises(ValidationError) as no:
        newcomer(password=password)
    assert "password" in no.value.message_dict
    assert not User.objects.exists()


def test_nobody_registers_as_staff(db):
    with pytest.raises(ValidationError):
        newcomer(role="staff")


def test_credentials_prove_who_you_are(amina):
    assert prove_identity(email="Amina@example.ma", password=PASSWORD, caller=Caller(ip="1.1.1.1")) == amina


@pytest.mark.parametrize("email", ["amina@example.ma", "nobody@example.ma"])
def test_wrong_credentials_sound_the_same(amina, email):
    with pytest.raises(WrongLogin):
        prove_identity(email=email, password="wrong", caller=Caller(ip="1.1.1.1"))


def test_a_closed_account_cannot_log_in(amina, staff):
    close_account(user_id=amina.pk, by=staff)
    with pytest.raises(WrongLogin):
        prove_identity(email=amina.email, password=PASSWORD, caller=Caller(ip="1.1.1.1"))
    reopen_account(user_id=amina.pk, by=staff)
    assert prove_identity(email=amina.email, password=PASSWORD, caller=Caller(ip="1.1.1.1")) == amina


def test_only_staff_close_accounts_and_not_their_own(amina, omar, staff):
    for by, whom in [(omar, amina), (staff, staff)]:
        with pytest.raises(NotAllowed):
            close_account(user_id=whom.pk, by=by)
        whom.refresh_from_db()
        assert whom.is_active


def test_too_many_wrong_passwords_must_wait(amina, settings):
    settings.THROTTLES = {**settings.THROTTLES, "login": (2, 900)}
    for _try in range(2):
        with pytest.raises(WrongLogin):
            prove_identity(email=amina.email, password="wrong", caller=Caller(ip="9.9.9.9"))
    with pytest.raises(TooMany) as no:
        prove_identity(email=amina.email, password=PASSWORD, caller=Caller(ip="9.9.9.9"))
    assert 0 < int(no.value.headers["Retry-After"]) <= 901
    assert prove_identity(email=amina.email, password=PASSWORD, caller=Caller(ip="8.8.8.8")) == amina


@pytest.mark.parametrize("end", ["logout", "everywhere", "password", "closed"])
def test_what_ends_a_refresh_token(amina, end):
    tokens = issue_tokens(user=amina)
    if end == "logout":
        revoke_token(refresh=tokens.refresh)
    elif end == "everywhere":
        end_sign_ins(user=amina, why="revoked")
    else:
        amina.set_password("another good password")
        amina.is_active = end != "closed"
        amina.save()
    with pytest.raises(WrongToken):
        rotate_tokens(refresh=tokens.refresh)


def test_an_access_token_is_no_refresh_token(amina):
    with pytest.raises(WrongToken):
        rotate_tokens(refresh=issue_tokens(user=amina).access)


def test_consents_are_kept_once(amina):
    for _twice in range(2):
        record_consents(user=amina, purposes=["terms", "spam"])
    assert Consent.objects.get().purpose == "terms"
