"""Every list, page and endpoint, costs the same few queries for 1 row and for 50."""

from dataclasses import is_dataclass

import pytest
from django.core.paginator import Page
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from rest_framework.test import APIClient

from conftest import Client
from influmaroc.tests.attacks.walks import Walk, rows_of, undone
from influmaroc.tests.market import Market
from influmaroc.tests.test_matrix import send
from influmaroc.tests.world import PEOPLE

AT_MOST = 8
# Every signed-in page pays these besides its own: session, person, what waits (notices and conversations are
# counted by one query), the face in the menu.
FRAME = 4
# Desks put several short lists and sums on one page; each costs a fixed number, written down here.
DESKS = {
    "/fr/createur": 16,
    "/fr/marque": 17,
    "/fr/reglages/donnees": 17,  # each reason to stay is a question of its own
    "/fr/marque/campagnes/{big}": 15,
    "/fr/marque/campagnes/{big}/candidatures": 13,
    "/fr/createur/fiscal": 14,
    "/fr/reglages/donnees/supprimer": 13,  # the same reasons to stay
    "/fr/messages/{talk}": 18,  # the list of all conversations stands beside the open one
}
MANY = 50
API = [
    ("/api/brands", "visitor"),
    ("/api/brands/search?q=a", "visitor"),
    ("/api/influencers", "visitor"),
    ("/api/influencers/search?q=a", "visitor"),
    ("/api/campaigns", "visitor"),
    ("/api/campaigns", "atlas"),
    ("/api/campaigns?mine=true", "atlas"),
    ("/api/campaigns/search?q=argan", "amina"),
    ("/api/campaigns/{big}/applications", "atlas"),
    ("/api/applications", "atlas"),
    ("/api/applications", "amina"),
    ("/api/collaborations", "atlas"),
    ("/api/collaborations", "amina"),
    ("/api/collaborations/{deal}/deliverables", "amina"),
    ("/api/notifications", "amina"),
    ("/api/payments/history", "atlas"),
    ("/api/payments/history", "amina"),
    ("/api/brands/{brand}/members", "atlas"),
    ("/api/brands/{brand}/invitations", "atlas"),
    ("/api/payments/approvals", "atlas"),
    ("/api/finances/payouts", "amina"),
    ("/api/admin/payouts", "staff"),
    ("/api/admin/users", "staff"),
    ("/api/users/search?q=brand", "atlas"),
    ("/api/users/search?q=creator", "staff"),
    ("/api/files", "amina"),
    ("/api/privacy/exports", "amina"),
    ("/api/privacy/requests", "amina"),
    ("/api/payments/invoices", "atlas"),
    ("/api/payments/invoices", "amina"),
    ("/api/payments/rates", "atlas"),
    ("/api/finances/tax-documents", "atlas"),
    ("/api/finances/tax-documents", "amina"),
    ("/api/finances/payout-methods", "amina"),
    ("/api/plans", "visitor"),
    ("/api/subscription/charges", "atlas"),
    ("/api/admin/payout-batches", "staff"),
    ("/api/admin/statement-lines", "staff"),
    ("/api/admin/ledger/runs", "staff"),
    ("/api/admin/ledger/trial-balance", "staff"),
    ("/api/admin/ledger/ageing", "staff"),
    ("/api/auth/sign-ins", "amina"),
    ("/api/conversations", "atlas"),
    ("/api/conversations", "amina"),
    ("/api/conversations/{talk}/messages", "atlas"),
    ("/api/messages/search?q=salam", "amina"),
    ("/api/auth/admin/password-reset-tokens", "staff"),
    ("/api/webhooks", "atlas"),
    ("/api/webhooks/{hook}/deliveries", "atlas"),
    ("/api/webhooks/events", "visitor"),
]
PAGES = [
    ("/fr/campagnes", "visitor"),
    ("/fr/createurs/recherche", "visitor"),
    ("/fr/createur", "amina"),
    ("/fr/createur/campagnes", "amina"),
    ("/fr/createur/candidatures", "amina"),
    ("/fr/createur/gains", "amina"),
    ("/fr/createur/offres", "amina"),
    ("/fr/contrats", "amina"),
    ("/fr/contrats", "atlas"),
    ("/fr/notifications", "amina"),
    ("/fr/messages", "amina"),
    ("/fr/messages", "atlas"),
    ("/fr/messages/{talk}", "atlas"),
    ("/fr/messages/recherche?q=salam", "amina"),
    ("/fr/messages/recherche?q=salam&dans={talk}", "atlas"),
    ("/fr/reglages/donnees", "amina"),
    ("/fr/marque", "atlas"),
    ("/fr/marque/campagnes", "atlas"),
    ("/fr/marque/campagnes/{big}", "atlas"),
    ("/fr/marque/campagnes/{big}/candidatures", "atlas"),
    ("/fr/marque/profil", "atlas"),
    ("/fr/marque/profil/equipe", "atlas"),
    ("/fr/marque/finances", "atlas"),
    ("/fr/marque/finances/accords", "atlas"),
    ("/fr/marque/finances/documents", "atlas"),
    ("/fr/createur/documents", "amina"),
    ("/fr/createur/gains/comptes", "amina"),
    ("/fr/createur/gains/virement?amount=100", "amina"),
    ("/fr/createur/fiscal", "amina"),
    ("/fr/marque/fiscal", "atlas"),
    ("/fr/marque/formule", "atlas"),
    ("/fr/marque/campagnes/nouvelle", "atlas"),
    ("/fr/", "visitor"),
    ("/fr/c/{handle}", "visitor"),
    ("/fr/campagnes/{slug}", "visitor"),
    ("/fr/reglages/securite", "amina"),
    ("/fr/reglages/donnees/supprimer", "amina"),
    ("/fr/reglages/webhooks", "atlas"),
    ("/fr/reglages/webhooks/{hook}", "atlas"),
    ("/fr/reglages/webhooks/appels/{hook_call}", "atlas"),
]
# Measured, but as long in a large market as in a small one.
STILL = {
    "/api/collaborations/{deal}/deliverables",  # of one contract
    "/api/plans",
    "/api/admin/ledger/trial-balance",  # one for each currency
    "/api/admin/ledger/ageing",
    "/api/webhooks/events",  # the table
}
READERS = ("atlas", "amina", "staff", "visitor")
# Lists that do not grow with the market, by their address in matrix.py.
BOUNDED = {
    "/api/collaborations/{deal}/timeline": "what happened to one contract",
    "/api/admin/gateways": "the gateways of the settings",
    "/api/admin/ledger/trace?deal={deal}": "the movements of one contract",
    "/auth/admin/password-reset-tokens": "/api/auth/admin/password-reset-tokens under its older address",
    "/dev/mails": "development only",
    "/admin/": "the staff area has tests of its own",
    "/admin/regard/{amina}": "the staff area has tests of its own",
    "/fr/bienvenue": "five steps",
    "/fr/tarifs": "the rules of the tax office",
    "/fr/marque/offres/{signed}/paiement": "the gateways of the settings",
    "/fr/marque/campagnes/{draft}/modifier/1": "what one brief lacks",
    "/fr/createur/candidatures/{applied}": "the offers of one application",
    "/fr/campagnes/{free_slug}/postuler": "what one brief asks for",
    "/fr/messages/{talk}/nouveaux?depuis=0": "what changed in one conversation, 500 at most",
    "/api/notifications/{notice}/deliveries": "the channels",
    "/fr/notifications/{notice}/envois": "the channels",
    "/fr/reglages/notifications/apercu": "one letter",
    "/fr/contrats/{deal}": "the deliverables and the history of one contract",
    "/fr/contrats/{deal}/livrables/1": "the versions of one deliverable",
}


def cost(market, path, who) -> int:
    client = signed_in(path, market.people[who])
    address = path.format(**market.places)
    client.get(address)  # what the process remembers from then on is not counted
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (path, who)
    return len(queries)


def length(market, path, who) -> int:
    answer = signed_in(path, market.people[who]).get(path.format(**market.places)).json()
    return len(answer if isinstance(answer, list) else answer["results"])


def signed_in(path, user):
    client = APIClient() if path.startswith("/api/") else Client()
    if user is not None and path.startswith("/api/"):
        client.force_authenticate(user)
    elif user is not None:
        client.force_login(user)
    return client


@pytest.mark.timeout(240)
def test_every_list_costs_the_same_few_queries_for_one_row_and_for_fifty(db):
    market = Market()
    few = {row: cost(market, *row) for row in [*API, *PAGES]}
    at_first = {row: length(market, *row) for row in API}
    while market.n < MANY:
        market.grow()
    # What has just grown is unknown to the planner, which a running product's tables are not.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = {row: cost(market, *row) for row in few}
    grown = {row: (few[row], many[row]) for row in few if few[row] != many[row]}
    dear = {row: n for row, n in many.items() if n > bound(row[0])}
    assert (grown, dear) == ({}, {})
    still = {path for (path, who), n in at_first.items() if length(market, path, who) <= n}
    assert still == STILL


def bound(path) -> int:
    return AT_MOST if path.startswith("/api/") else DESKS.get(path, AT_MOST + FRAME)


@pytest.mark.timeout(240)
def test_every_list_that_somebody_is_shown_is_measured_or_bounded(db):
    """Which routes there are is asked of the product, by test_matrix.py; which show a list, of their answers.
    BOUNDED has lists of each sort, so whatever went blind here would be missed there.
    """
    walk = Walk()
    measured = {route_of(path.format_map(Anything())) for path, _who in [*API, *PAGES]}
    found = set()
    for row in rows_of(reads=True):
        if route_of(walk.world.fill(row.path)) not in measured:
            who = [one for one in READERS if row.answers[PEOPLE.index(one)] == "200"]
            if any(shows_a_list(walk.world, row, walk.keys.get(one)) for one in who):
                found.add(row.path)
    assert found == set(BOUNDED)


class Anything(dict):
    """Something that fits into an address, under any name: an id, or what may stand for a word."""

    def __missing__(self, name) -> str:
        return "01234567-89ab-7cde-8fab-918273918273"


def route_of(address) -> str:
    return resolve(address.partition("?")[0]).route


def shows_a_list(world, row, keys) -> bool:
    """A list in an answer of the API, or rows of the database among what a page's template was given."""
    with undone():
        answer = send(world, row, keys, is_forced=True)
    if answer.headers["Content-Type"] == "application/json":
        return isinstance(answer.json(), list) or "results" in answer.json()
    values = (value for layer in answer.context or [] for value in values_of(layer))
    return any(isinstance(one, QuerySet) or is_rows(one) for one in values)


def values_of(layer) -> list:
    """What stands in one context of Django or of Jinja."""
    return [value for one in getattr(layer, "dicts", [layer]) for value in dict(one).values()]


def is_rows(value) -> bool:
    return isinstance(value, list | Page) and any(is_row(one) for one in value)


def is_row(one) -> bool:
    """A row, something made of rows, or a pair or a card that holds one."""
    parts = one.values() if isinstance(one, dict) else one if isinstance(one, tuple) else [one]
    return any(isinstance(part, Model) or is_dataclass(part) for part in parts)
