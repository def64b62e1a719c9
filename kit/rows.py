"""Rows without ceremony, for the few lists that must be fast: a prepared statement, binary on the wire."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def fetch(sql: str, params: Sequence[Any]) -> list[tuple]:
    """Rows of a query whose text comes from the ORM's own compiler (never from a request).

    The server prepares the statement after its first run on a connection. While queries are being
    logged (tests, DEBUG) it goes through Django's cursor instead, so that query counts stay true.
    """
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, params, prepare=True, binary=True)
        return cursor.fetchall()
