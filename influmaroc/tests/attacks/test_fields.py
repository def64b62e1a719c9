"""Fields: those that nobody may write, whoever sends them, and those that nobody else may read."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from drf_spectacular.generators import SchemaGenerator

from accounts.models import User
from accounts.services import update_profile
from influmaroc.tests.attacks.walks import Walk, is_api, rows_of, undone, watched
from influmaroc.tests.matrix import BODIES
from influmaroc.tests.test_matrix import Row, outcome, send
from influmaroc.tests.world import PEOPLE
from payments.forms import TaxForm

pytestmark = pytest.mark.timeout(240)
WORD, NUMBER, DAY, ID = "zzplanted", 918_273, "2001-02-03", "01234567-89ab-7cde-8fab-918273918273"
PLANTED = "|".join([WORD, str(NUMBER), DAY, ID])
RIGHTS = {"role": "staff", "is_staff": True, "is_superuser": True, "user_permissions": [1], "groups": [1]}
OURS = set(settings.FIRST_PARTY_APPS)
# What a form of these pages asks for besides what the matrix sends: theirs to fill in.
TAX_FIELDS = set(TaxForm.base_fields)
OF_THE_FORM = {
    "/fr/marque/profil/about": {"site", "version"},
    "/fr/marque/campagnes/nouvelle": {"key"},
    "/fr/marque/campagnes/{draft}/modifier/1": {"version"},
    "/fr/marque/candidatures/{applied}/decliner": {"note"},
    "/fr/contrats/{untouched}/livrer/1": {"caption"},
    "/fr/createur/offres/nouvelle": {"description", "rights_channels"},
    "/fr/createur/gains/virement": {"method"},
    "/fr/createur/fiscal": TAX_FIELDS,
    "/fr/marque/fiscal": TAX_FIELDS,
    "/fr/messages/ouvrir": {"application", "collaboration", "influencer", "brand", "team"},
    "/fr/messages/ouvrir?to=creator": {"application", "collaboration", "influencer", "brand", "team"},
    "/fr/messages/{talk}/signaler": {"words", "message"},
    "/fr/reglages/notifications": {"digest_hour", "quiet_from", "quiet_until"},
    "/fr/reglages/webhooks/nouveau": {"description"},
    "/fr/reglages/webhooks/{hook}/modifier": {"description"},
}


@pytest.fixture
def walk(db):
    return Walk()


def value_for(field: models.Field) -> Any:
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.DateField):
        return DAY if type(field) is models.DateField else f"{DAY}T00:00:00Z"
    if isinstance(field, models.UUIDField | models.ForeignKey):
        return ID
    return NUMBER if isinstance(field, models.IntegerField) else WORD


def every_field() -> dict[str, Any]:
    """A value for each column of each table of ours, by the name it has in Python and in the database."""
    found: dict[str, Any] = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for field in model._meta.concrete_fields:
                found[field.name] = found[field.attname] = value_for(field)
    return found | RIGHTS | {"verified": True, "balance": NUMBER, "owner": ID, "fee": NUMBER}


def fields_of(schema: dict, row: Row) -> set[str]:
    """What the schema says that this operation reads."""
    path = row.path.replace("/auth/", "/api/auth/") if row.path.startswith("/auth/") else row.path
    shape = re.sub(r"\{\w+\}", "{}", path.partition("?")[0])
    for known, operations in schema["paths"].items():
        if re.sub(r"\{\w+\}", "{}", known) == shape and row.method.lower() in operations:
            body = operations[row.method.lower()].get("requestBody", {"content": {"": {"schema": {}}}})
            named = next(iter(body["content"].values()))["schema"].get("$ref", "/").rpartition("/")[2]
            return set(schema["components"]["schemas"].get(named, {}).get("properties", {}))
    return set()


def planted_in(tables: set[str]) -> set[str]:
    """The tables among these in which a planted value lies."""
    with connection.cursor() as cursor:
        found = set()
        for table in tables:
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ~ %s LIMIT 1', [PLANTED])
            if cursor.fetchone():
                found.add(table)
    return found


def powerful() -> set[tuple]:
    """Everybody who may do more than a member, with what they may."""
    mighty = (
        Q(is_staff=True)
        | Q(is_superuser=True)
        | Q(role="staff")
        | Q(groups__gt=0)
        | Q(user_permissions__gt=0)
    )
    return set(User.objects.filter(mighty).values_list("pk", "is_superuser", "groups", "user_permissions"))


def test_z5_fields_that_nobody_asked_for_are_written_nowhere(walk, monkeypatch):
    every, before, schema = every_field(), powerful(), SchemaGenerator().get_schema(public=True)
    wrong, n_done = {}, 0
    for row in rows_of(reads=False):
        who = walk.whoever_may(row)
        if row.method == "DELETE" or row.body in {"photo", "releve"} or who is None:
            continue
        own = fields_of(schema, row) if is_api(row) else OF_THE_FORM.get(row.path, set())
        extra = {name: value for name, value in every.items() if name not in own}
        monkeypatch.setitem(BODIES, "planted", extra | BODIES[row.body])
        with undone():
            with watched() as tables:
                answer = send(walk.world, row._replace(body="planted"), walk.keys.get(who), is_forced=True)
            found, changed = planted_in(tables), powerful() != before
        got = outcome(answer)
        if found or changed or got != row.answers[PEOPLE.index(who)]:
            wrong[f"{row.method} {row.path}"] = (got, found, changed)
        n_done += 1
    assert wrong == {}
    assert n_done > 120


def test_z5_what_is_planted_is_found(walk, monkeypatch):
    """Without this, a search that finds nothing would prove nothing."""
    monkeypatch.setitem(BODIES, "planted", {"about": WORD})
    with undone(), watched() as tables:
        send(
            walk.world, Row("PATCH", "/api/brands/{brand}", "planted", ()), walk.keys["atlas"], is_forced=True
        )
        assert planted_in({"brands_brand"}) == {"brands_brand"}
    assert "brands_brand" in tables


SECRETS = ("amina@example.ma", "0661234567", "+212661234567", "canarypitch", "atlas@example.ma", "0669876543")
# The page of development on which every letter lies; it is not there in production.
DEVELOPMENT = "/dev/mails"


def read(answer: Any) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode(errors="replace")


def test_z4_nobody_reads_what_is_others(walk):
    """Addresses, numbers and pitches of amina and atlas: in no answer to anybody who is no party to them."""
    world = walk.world
    for name, phone in (("amina", "0661234567"), ("atlas", "0669876543")):
        update_profile(user=User.objects.get(pk=world.people[name].pk), fields={"phone": phone})
    world.amina.influencer.applications.update(pitch="canarypitch")
    seen, own = {}, ""
    for row in rows_of(reads=True):
        if row.path.startswith(DEVELOPMENT):
            continue
        for who in ("visitor", "omar", "rival"):
            with undone():
                text = read(send(world, row, walk.keys.get(who), is_forced=True))
            if found := {secret for secret in SECRETS if secret in text}:
                seen[f"{row.path} for {who}"] = found
        with undone():
            own += read(send(world, row, walk.keys["amina"], is_forced=True))
    assert seen == {}
    assert {"amina@example.ma", "canarypitch"} <= {secret for secret in SECRETS if secret in own}
