"""Everything the database holds, as text, to look for canaries in."""

import re

from django.db import connection

# Moments, ids and hashes are digits by chance: a canary of four may be among them.
CHANCE = re.compile(
    r"\d\d:\d\d:\d\d\.\d+"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?=\d*[a-f])[0-9a-f]{32,}"
)


def among(text, canaries):
    """Those of the canaries that `text` holds, whatever its case."""
    words = text.lower()
    digits = CHANCE.sub("", words)
    return [one for one in canaries if one.lower() in (digits if one.isdigit() else words)]


def rows_with(*canaries):
    """`table: row` for every row of every table with one of these in it, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                found += [f"{table}: {one} in {row}" for one in among(row, canaries)]
    return found
