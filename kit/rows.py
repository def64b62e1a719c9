"""Rows without ceremony, for the few lists that must be fast: a prepared statement, binary on the wire."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import close_old_connections, connection, transaction
from psycopg.sql import Literal


def let_go() -> None:
    """Before waiting for somebody at the other end of a slow line: hold no connection to the database.

    The next query takes one again. Inside of a transaction nothing happens.
    """
    if not connection.in_atomic_block:
        close_old_connections()


@contextmanager
def read_only() -> Iterator[None]:
    """A transaction in which PostgreSQL refuses every write; rolled back, so nothing waits for a commit."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            transaction.set_rollback(True)


def fetch(sql: str, params: Sequence[Any], *, prepare: bool = True) -> list[tuple]:
    """Rows of a query whose text comes from the ORM's own compiler (never from a request).

    The server keeps the statement, and soon its plan, on each connection; `prepare=False` is for queries
    whose best plan hangs on what is asked. While queries are being logged (tests, DEBUG) it goes through
    Django's cursor instead, so that query counts stay true.
    """
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, params, prepare=prepare, binary=True)
        return cursor.fetchall()


def spelled_out(
    sql: str, params: Sequence[Any], *, is_open: Callable[[Any], bool]
) -> tuple[str, tuple[Any, ...]]:
    """The statement with its constants written into it, and the parameters that stay open.

    PostgreSQL plans a prepared statement once for all only when the plan does not hang on its parameters: a
    list of states given as parameters is planned anew for every request, the same list in the text is not.
    """
    first, *pieces = sql.split("%s")
    words, kept = [first], []
    for param, piece in zip(params, pieces, strict=True):
        if is_open(param):
            kept.append(param)
        words += ["%s" if is_open(param) else Literal(param).as_string().replace("%", "%%"), piece]
    return "".join(words), tuple(kept)
