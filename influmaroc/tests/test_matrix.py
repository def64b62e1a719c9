"""Every route of the product, tried by everybody who might knock."""

import copy
import json
from collections import defaultdict
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from rest_framework.test import APIClient

from accounts.models import SignIn, User
from accounts.services import issue_tokens
from conftest import Client, let_in
from influmaroc.tests.matrix import API, BODIES, OWN_PROOF, PAGES
from influmaroc.tests.protected import assert_not_kept, assert_protected
from influmaroc.tests.world import NOBODIES, PEOPLE, World, photo

METHODS = ("get", "post", "put", "patch", "delete")
LOGIN = "/connexion"
# The staff area has its own tests; here stands its front door.
ELSEWHERE = ("admin/",)
# The rows are dealt out, so that every worker of pytest-xdist gets some.
PARTS = 4


class Row(NamedTuple):
    method: str
    path: str
    body: str
    answers: tuple[str, ...]


def rows(table: str) -> list[Row]:
    """The lines of a table below its heading."""
    lines = [line.split() for line in table.strip("\n").splitlines()[1:]]
    return [Row(method, path, body, tuple(answers)) for method, path, body, *answers in lines]


ROWS = rows(API) + rows(PAGES)


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^" if prefix else "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern


def known() -> dict[str, set[str]]:
    """Each route of the product with the methods its API view answers (none named for pages)."""
    found = {}
    for route, pattern in routes(get_resolver().url_patterns):
        if not route.startswith(ELSEWHERE):
            view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
            found[route] = {method for method in METHODS if hasattr(view, method)}
    return found


def listed(world: World) -> dict[str, set[str]]:
    """The routes of the table, with the methods it tries."""
    found = defaultdict(set)
    for row in ROWS:
        route = resolve(world.fill(row.path).partition("?")[0]).route
        found[route].add(row.method.lower())
    return found


class Keys(NamedTuple):
    """What a person holds: the cookies of a browser, and a token of the API."""

    user: User
    cookies: SimpleCookie
    token: str


def cut(world: World) -> dict[str, Keys]:
    """Keys for everybody, cut while all were in good standing; two of them are nobody from then on."""
    keys = {name: _keys_of(user) for name, user in world.people.items() if user}
    world.shut_out()
    return keys


def _keys_of(user: User) -> Keys:
    client = Client()
    client.force_login(user)
    user.sign_in = let_in(user, SignIn.Kind.API)
    return Keys(user, client.cookies, issue_tokens(user=user, factor="totp").access)


def ask(world: World, row: Row, who: str, keys: Keys | None) -> str:
    """What one person gets, protected as every answer is; nothing of it stays."""
    mark = transaction.savepoint()
    try:
        answer = send(world, row, keys, is_forced=who not in NOBODIES)
        if row.method == "GET":
            assert_protected(answer, world.fill(row.path))
            assert_not_kept(answer, "visitor" if who in NOBODIES else who, row.path)
        return outcome(answer)
    finally:
        transaction.savepoint_rollback(mark)


def send(world: World, row: Row, keys: Keys | None, *, is_forced: bool = False) -> Any:
    path, body = world.fill(row.path), filled(world, BODIES[row.body])
    if path.startswith(("/api/", "/auth/")):
        api = api_with(keys, is_forced=is_forced)
        if row.body == "photo":
            return api.put(path, {"picture": photo()}, format="multipart")
        if row.body == "releve":
            return api.post(path, {"file": statement()}, format="multipart")
        return getattr(api, row.method.lower())(path, body if row.method != "GET" else None, format="json")
    client = Client(raise_request_exception=False)
    if keys:
        client.cookies = copy.deepcopy(keys.cookies)
    if row.method == "GET":
        return client.get(path)
    # As htmx: a refused form is a status then, not a redirect with a message.
    return client.post(path, body, HTTP_HX_REQUEST="true")


def statement() -> SimpleUploadedFile:
    """Two lines of the house's bank."""
    rows = ["Date opération;Date valeur;Libellé;Débit;Crédit"]
    rows += [
        f"24/11/2026;24/11/2026;{label};;{amount}" for label, amount in (("UN", "12,00"), ("DEUX", "13,00"))
    ]
    return SimpleUploadedFile("releve.csv", "\n".join(rows).encode(), "text/csv")


def api_with(keys: Keys | None, *, is_forced: bool) -> APIClient:
    """A client of the API with a token; `is_forced` where the token itself is not in question."""
    api = APIClient(raise_request_exception=False)
    if keys:
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {keys.token}")
    if keys and is_forced:
        user = User.objects.get(pk=keys.user.pk)
        user.sign_in = keys.user.sign_in
        api.force_authenticate(user)
    return api


def filled(world: World, body: dict) -> dict:
    """`{hash}` and such become values of this world; other braces stay."""
    text = json.dumps(body)
    for name, value in world.places.items():
        text = text.replace(f"{{{name}}}", str(value))
    return json.loads(text)


def outcome(answer: Any) -> str:
    where = answer.headers.get("HX-Redirect", "") + answer.headers.get("Location", "")
    return "in" if LOGIN in where and "?next=" in where else str(answer.status_code)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_gets_what_the_table_says_and_every_answer_is_protected(db, tls, part):
    world, wrong = World(), []
    keys = cut(world)
    for row in ROWS[part::PARTS]:
        got = tuple(ask(world, row, who, keys.get(who)) for who in PEOPLE)
        if got != row.answers:
            wrong.append(f"{row.method} {row.path}\n    table {row.answers}\n    got   {got}")
        nobodies = {who: ask(world, row, who, keys[who]) for who in NOBODIES}
        if not set(nobodies.values()) <= as_nobody(row):
            wrong.append(f"{row.method} {row.path}\n    {nobodies}")
    assert not wrong, "\n" + "\n".join(wrong)


def as_nobody(row: Row) -> set[str]:
    """A visitor's answer; and where the API is asked with a token, that the token is worth nothing."""
    refused = {"401"} if row.path.startswith(("/api/", "/auth/")) else set()
    return {row.answers[PEOPLE.index("visitor")]} | refused


def test_what_nobodies_hold_was_good_before(db):
    """Without this, a key that never opened anything would prove the table's word on them."""
    world = World()
    keys = [_keys_of(world.people[name]) for name in NOBODIES]
    doors = [Row("GET", path, "-", ()) for path in ("/api/brands/me", "/fr/marque")]
    assert [send(world, row, one).status_code for one in keys for row in doors] == [200] * 4
    world.shut_out()
    assert [outcome(send(world, row, one)) for one in keys for row in doors] == ["401", "in"] * 2


def test_every_route_and_every_method_of_the_api_is_in_the_table(db):
    table = listed(World())
    missing = {route for route in known() if route not in table and route not in OWN_PROOF}
    untried = {
        route: left
        for route, methods in known().items()
        if route in table
        and (left := {one for one in methods - table[route] if f"{one.upper()} {route}" not in OWN_PROOF})
    }
    assert missing == set()
    assert untried == {}


def test_every_row_lets_somebody_in():
    """A door that refuses everybody proves nothing."""
    assert {len(row.answers) for row in ROWS} == {len(PEOPLE)}
    shut = [row for row in ROWS if not any(answer.startswith(("2", "3")) for answer in row.answers)]
    assert shut == []
