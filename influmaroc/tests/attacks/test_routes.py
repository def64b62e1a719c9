"""Attacks on every route there is: reads that write, forged requests, other methods, the ids of others."""

import json

import pytest
from django.urls import resolve

from campaigns.models import Campaign
from influmaroc.tests.attacks.walks import Walk, browser_with, is_api, rows_of, undone, watched
from influmaroc.tests.matrix import BODIES
from influmaroc.tests.test_matrix import METHODS, ROWS, Row, api_with, filled, known, send
from influmaroc.tests.world import PEOPLE

pytestmark = pytest.mark.timeout(240)
# Looking at these is what they are for, and nothing but the reader's own is touched.
READS_THAT_WRITE = {
    "/api/privacy/exports/{copy}/file": {
        "accounts_securityevent"
    },  # that a copy was fetched is put on record
    "/fr/reglages/donnees/copie/{copy}": {"accounts_securityevent"},
    "/fr/notifications/{notice}": {"notifications_notice"},  # following one's own notice reads it
    "/langue/ar": {"accounts_user"},  # the language of whoever follows the link, and nothing else
}
# A letter's one-click link works from any mail program: its token is the proof (mail/tests/test_views.py).
WITHOUT_A_PAGE = {"/fr/courrier/desabonnement/{no_news}"}


@pytest.fixture
def walk(db):
    return Walk()


def test_a21_looking_changes_nothing(walk):
    wrote = {}
    for row in rows_of(reads=True):
        who = walk.whoever_may(row)
        with undone(), watched() as tables:
            send(walk.world, row, walk.keys.get(who))
        if tables != READS_THAT_WRITE.get(row.path, set()):
            wrote[row.path] = tables
    assert wrote == {}


def test_a21_what_is_watched_is_seen(walk):
    """Without this, a walk that sees nothing would prove nothing."""
    row = next(row for row in ROWS if (row.method, row.path) == ("PUT", "/api/users/profile"))
    with undone(), watched() as tables:
        assert send(walk.world, row, walk.keys["amina"]).status_code == 200
    assert "accounts_user" in tables


def forge(walk, row, who):
    """What another site can make a signed-in browser send: cookies, and no token of a page."""
    client, path = browser_with(walk.keys[who], checks=True), walk.world.fill(row.path)
    body = json.dumps(filled(walk.world, BODIES[row.body]))
    return getattr(client, row.method.lower())(path, body, content_type="text/plain")


def test_a21_another_site_writes_nothing_with_our_cookies(walk):
    done, n_refused = {}, 0
    for row in rows_of(reads=False):
        who = walk.whoever_may(row)
        asks_nobody = (
            is_api(row) and row.answers[PEOPLE.index("visitor")][0] == "2"
        )  # cookies count for nothing
        if who in {None, "visitor"} or row.path in WITHOUT_A_PAGE or asks_nobody:
            continue
        with undone(), watched() as tables:
            status = forge(walk, row, who).status_code
        if tables or status != 403:
            done[f"{row.method} {row.path}"] = (status, tables)
        n_refused += 1
    assert done == {}
    assert n_refused > 130


def test_z3_other_methods_and_names_of_methods_open_nothing(walk):
    """An admin's route asked by a creator with every method; and a GET that says it is something else."""
    opened = {}
    for row in ROWS:
        if not is_api(row) or "/admin/" not in row.path:
            continue
        for method in (*METHODS, "head", "trace"):
            with undone(), watched() as tables:
                api = api_with(walk.keys["amina"], is_forced=True)
                answer = api.generic(method.upper(), walk.world.fill(row.path))
            if tables or answer.status_code < 400:
                opened[f"{method} {row.path}"] = answer.status_code
        for disguise in ({"HTTP_X_HTTP_METHOD_OVERRIDE": row.method}, {"HTTP_X_METHOD_OVERRIDE": row.method}):
            api = api_with(walk.keys["staff"], is_forced=True)
            with undone(), watched() as tables:
                api.get(walk.world.fill(row.path) + f"?_method={row.method}", **disguise)
            if tables:
                opened[f"{disguise} {row.path}"] = tables
    assert opened == {}


def test_z3_what_is_not_offered_is_refused(walk):
    offered, wrong = known(), {}
    for path in sorted({row.path for row in ROWS if is_api(row)}):
        url = walk.world.fill(path).partition("?")[0]
        for method in set(METHODS) - offered[resolve(url).route]:
            with undone():
                api = api_with(walk.keys["staff"], is_forced=True)
                status = api.generic(method.upper(), url).status_code
            if status != 405:
                wrong[f"{method} {path}"] = status
    assert wrong == {}


STRANGE = [
    (
        "rival",
        "POST",
        "/api/payments/create-payment-intent",
        {"collaboration": "{signed}", "gateway": "sandbox"},
    ),
    ("rival", "POST", "/api/payments/confirm-payment", {"payment": "{payment}"}),
    ("rival", "POST", "/api/payments/approvals", {"collaboration": "{large}"}),
    ("atlas", "POST", "/api/brands/{brand}/ownership", {"member": "{amina}"}),
    ("omar", "PUT", "/api/influencers/{omars}", {"packages": [{"id": "{package}", "title": "Pris"}]}),
    ("omar", "POST", "/api/deliverables/{due}/submissions", {"url": "https://drive.example.ma/2"}),
    ("rival", "POST", "/api/campaigns", {"title": "Neuf", "brand": "{brand}"}),
    ("rival", "PUT", "/api/campaigns/{draft}", {"title": "Neuf", "brand": "{rival_brand}"}),
    (
        "omar",
        "POST",
        "/api/auth/second-step",
        {"token": "{register_token}", "method": "email", "code": "{step_code}"},
    ),
    ("omar", "POST", "/api/auth/verify-email", {"token": "{step_token}", "code": "{register_code}"}),
]


def test_z2_an_id_of_somebody_elses_in_a_body_does_nothing(walk, monkeypatch):
    """The same bodies from the right people are rows of the matrix, and do something."""
    omars, rivals = (walk.world.people[name] for name in ("omar", "rival"))
    walk.world.places |= {"omars": omars.influencer.pk, "rival_brand": rivals.memberships.get().brand_id}
    done = {}
    for who, method, path, body in STRANGE:
        monkeypatch.setitem(BODIES, "strange", body)
        row = Row(method, path, "strange", ())
        with undone(), watched() as tables:
            status = send(walk.world, row, walk.keys[who], is_forced=True).status_code
            drafts = Campaign.objects.filter(brand_id=walk.world.brand.pk, title="Neuf").count()
        tried = {"accounts_challenge", "accounts_securityevent"}  # a try that is counted
        if drafts or not (tables <= tried or (path, status) == ("/api/campaigns", 201)):
            done[path] = (status, tables)
    assert done == {}
