"""Going through all rows of the matrix with something else in mind than who gets what."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from conftest import Client
from influmaroc.tests.test_matrix import ROWS, Keys, Row, cut
from influmaroc.tests.world import PEOPLE, World

WRITTEN = """SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"""
# A session may remember what was looked at, and a sign-in when it was last seen.
OF_NO_CONSEQUENCE = {"django_session", "accounts_signin"}


class Walk:
    """The world of the matrix with everybody's keys."""

    def __init__(self) -> None:
        self.world = World()
        self.keys = cut(self.world)

    def whoever_may(self, row: Row) -> str | None:
        """Somebody whom this row lets in, signed in if possible."""
        names = [who for who, got in zip(PEOPLE, row.answers, strict=True) if got[0] in "23"]
        return next((who for who in names if who != "visitor"), names[0] if names else None)


def rows_of(*, reads: bool) -> list[Row]:
    return [row for row in ROWS if (row.method == "GET") == reads]


def is_api(row: Row) -> bool:
    return row.path.startswith(("/api/", "/auth/"))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens here is taken back."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


@contextmanager
def watched() -> Iterator[set[str]]:
    """Afterwards: the tables in which rows were added, changed or removed, told by PostgreSQL itself."""
    found: set[str] = set()
    before = _counts()
    yield found
    after = _counts()
    found |= {name for name, n in after.items() if n != before.get(name, 0)} - OF_NO_CONSEQUENCE


def browser_with(keys: Keys, *, checks: bool = False) -> Client:
    """A browser that is signed in; `checks` turns on what a test client leaves out against forgery."""
    client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    client.cookies = copy.deepcopy(keys.cookies)
    return client
