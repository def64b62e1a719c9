"""What is refused by the house itself, whichever door is used; and what it does not have."""

import argon2.low_level
import pytest
from argon2 import PasswordHasher
from django.apps import apps
from django.contrib.admin import site
from django.core.cache import cache

from accounts.errors import WrongLogin
from accounts.services import prove_identity
from campaigns.models import Application
from conftest import PASSWORD, make_campaign
from kit.throttle import drawn
from messaging.models import Conversation, Report, StaffReading

REGISTER = "/api/auth/register"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    yield
    drawn.set(None)


@pytest.fixture
def hashing(monkeypatch, settings):
    """Counts what costs time: hashes made and hashes checked."""
    settings.PASSWORD_HASHERS = ["kit.hashers.Argon2id"]
    done = []
    for owner, name in ((argon2.low_level, "hash_secret"), (PasswordHasher, "verify")):
        real = getattr(owner, name)

        def counted(*args, real=real, **more):
            done.append(1)
            return real(*args, **more)

        monkeypatch.setattr(owner, name, counted)
    return done


def test_a12_an_unknown_address_costs_the_hash_of_a_known_one(amina, hashing):
    amina.set_password(PASSWORD)
    amina.save()
    costs = []
    for email in (amina.email, "nobody@example.ma"):
        hashing.clear()
        with pytest.raises(WrongLogin):
            prove_identity(email=email, password="wrong")
        costs.append(len(hashing))
    assert costs == [1, 1]


def register(client, password):
    body = {"email": "nour@example.ma", "password": password, "name": "Nour Alami", "role": "influencer"}
    return client.post(REGISTER, body, content_type="application/json").status_code


@pytest.mark.parametrize(
    "password",
    [
        "promenade au jardin",
        "كلمة سر طويلة جدا",
        "  spaces at both ends  ",
        "q" * 3 + "zw7" * 41,
        "日本語の長い長いパスワード",
    ],
)
def test_a20_long_passwords_of_any_signs_are_taken(client, db, password):
    assert register(client, password) == 202


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevensigns",
        "passwordpassword",
        "123456789012",
        "nour@example.ma",
        "Influmaroc2026!",
        "dragon123456",
        "x" * 129,
    ],
)
def test_a20_short_common_and_near_ones_are_refused(client, db, password):
    assert register(client, password) == 400


def test_a20_a_password_counts_sign_by_sign(amina):
    """Neither cut, trimmed nor folded: one of 128 signs differs from the same without its last."""
    long = " Ä" + "q" * 125 + " "
    amina.set_password(long)
    amina.save()
    assert prove_identity(email=amina.email, password=long) == amina
    for other in (long[:-1], long.strip(), long.lower()):
        with pytest.raises(WrongLogin):
            prove_identity(email=amina.email, password=other)


def test_l5_nobody_floods_brands_with_applications(client_of, amina, atlas_brand, settings):
    settings.THROTTLES = {**settings.THROTTLES, "apply": (2, 24 * 3600)}
    campaigns = [make_campaign(atlas_brand) for _n in range(3)]
    form = {"pitch": "Ma communauté adore", "price": "4500"}
    browser = client_of(amina)
    got = [
        browser.post(f"/fr/campagnes/{one.slug}/postuler", form, HTTP_HX_REQUEST="true") for one in campaigns
    ]
    assert [answer.status_code for answer in got] == [302, 302, 429]
    assert Application.objects.count() == 2


def test_p5_staff_have_no_list_of_messages():
    """Words are read through a report, with a reason (messaging/tests/test_admin.py), and nowhere else."""
    shown = {model for model in apps.get_app_config("messaging").get_models() if site.is_registered(model)}
    assert shown == {Conversation, Report, StaffReading}
