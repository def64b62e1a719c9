from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.errors import ResetGone, WrongToken
from accounts.models import PasswordResetToken
from accounts.services import (
    answer_ask,
    ask_reset,
    close_account,
    end_resets,
    find_reset,
    forget_old_resets,
    issue_tokens,
    reset_password,
    rotate_tokens,
)
from accounts.tasks import tidy
from events.models import Event
from kit.requests import Caller
from kit.throttle import TooMany
from mail.models import Letter
from mail.selectors.words import secret_of

NEW = "Tout-neuf-2026!"
HERE = Caller(ip="1.1.1.1")


def ask(email="amina@example.ma", ip="1.1.1.1"):
    ask_reset(email=email, caller=Caller(ip=ip, user_agent="Firefox"), language="ar")


def use(token, password=NEW):
    return reset_password(token=token, password=password, caller=HERE)


def latest_token():
    return secret_of(Letter.objects.filter(kind="reset_link").latest("pk"))["token"]


@pytest.fixture
def token(amina, react):
    ask()
    react()
    return latest_token()


def test_a_known_address_gets_a_link(amina, token):
    row = PasswordResetToken.objects.get()
    assert (row.user, row.ip, row.user_agent, row.state) == (amina, "1.1.1.1", "Firefox", "live")
    assert timedelta(minutes=59) < row.expires_at - timezone.now() <= timedelta(hours=1)
    assert len(token) == 64
    assert find_reset(token=token, caller=Caller(ip="1.1.1.1")) == row


def test_the_address_may_be_written_in_capitals(amina, react):
    ask(" AMINA@example.ma ")
    react()
    assert Letter.objects.get().to == amina.email


def test_an_unknown_address_is_told_once_a_day(db, react):
    for _twice in range(2):
        ask("nobody@example.ma")
        react()
    letter = Letter.objects.get()
    assert (letter.kind, letter.language) == ("reset_unknown", "ar")
    assert not PasswordResetToken.objects.exists()


def test_a_closed_account_gets_nothing(amina, staff, react):
    close_account(user_id=amina.pk, by=staff)
    ask()
    react()
    assert not Letter.objects.exists()
    assert not PasswordResetToken.objects.exists()


def test_both_addresses_cost_the_same_queries(amina):
    counted = []
    for email in ("amina@example.ma", "nobody@example.ma"):
        with CaptureQueriesContext(connection) as queries:
            ask(email)
        counted.append([query["sql"].split()[0] for query in queries])
    assert counted[0] == counted[1]


def test_a_newer_link_replaces_the_older(token, react):
    ask()
    react()
    with pytest.raises(ResetGone):
        find_reset(token=token, caller=Caller(ip="1.1.1.1"))
    assert sorted(row.state for row in PasswordResetToken.objects.all()) == ["live", "replaced"]


def test_an_old_wish_is_dropped(amina):
    ask()
    sealed = Event.objects.get(label="accounts.ResetAsked").payload["sealed"]
    later = timezone.now() + timedelta(hours=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accounts.services.resets.timezone.now", lambda: later)
        answer_ask(sealed=sealed)
    assert not Letter.objects.exists()


def test_the_new_password_counts_and_everything_else_ends(amina, token):
    pair = issue_tokens(user=amina)
    use(token)
    amina.refresh_from_db()
    assert amina.check_password(NEW)
    assert PasswordResetToken.objects.get().state == "used"
    with pytest.raises(WrongToken):
        rotate_tokens(refresh=pair.refresh)
    assert Letter.objects.filter(kind="password_changed", to=amina.email).count() == 1
    assert Event.objects.filter(label="accounts.PasswordReset").count() == 1


def kill(row, how):
    if how == "used":
        use(latest_token())
    elif how == "ended":
        end_resets(user=row.user)
    elif how == "expired":
        PasswordResetToken.objects.update(expires_at=timezone.now())
    else:
        row.user.is_active = False
        row.user.save()


@pytest.mark.parametrize("how", ["used", "ended", "expired", "closed"])
def test_a_dead_link_changes_nothing(amina, token, how):
    kill(PasswordResetToken.objects.get(), how)
    with pytest.raises(ResetGone) as no:
        use(token, "Encore-un-autre-2026!")
    assert (no.value.code, no.value.status) == ("reset_gone", 410)
    amina.refresh_from_db()
    assert not amina.check_password("Encore-un-autre-2026!")


def test_a_weak_password_leaves_the_link_good(amina, token):
    with pytest.raises(ValidationError) as no:
        use(token, "password1234")
    assert "password" in no.value.message_dict
    assert PasswordResetToken.objects.get().state == "live"
    use(token)


@pytest.mark.parametrize("scope", ["reset-address", "reset-ip"])
@pytest.mark.parametrize("email", ["amina@example.ma", "nobody@example.ma"])
def test_too_many_wishes_must_wait(amina, settings, scope, email):
    settings.THROTTLES = {**settings.THROTTLES, scope: (0, 3600)}
    with pytest.raises(TooMany):
        ask(email, ip="7.7.7.7")
    assert not Event.objects.filter(label="accounts.ResetAsked").exists()


def test_guessing_tokens_must_wait(token, settings):
    settings.THROTTLES = {**settings.THROTTLES, "reset-token": (0, 900)}
    with pytest.raises(TooMany):
        find_reset(token=token, caller=Caller(ip="6.6.6.6"))


def test_neither_token_nor_address_lies_in_plain(token):
    rows = [*PasswordResetToken.objects.values(), *Event.objects.values(), *Letter.objects.values()]
    assert token not in str(rows)
    assert "amina@example.ma" not in str(list(Event.objects.values()))


def test_old_links_are_forgotten_and_fresh_ones_kept(token):
    assert forget_old_resets() == 0
    PasswordResetToken.objects.update(expires_at=timezone.now() - timedelta(days=8))
    tidy()
    assert not PasswordResetToken.objects.exists()
