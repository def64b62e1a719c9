"""Everything the database holds, as text, to look for canaries in."""

import re

from django.db import connection

# Moments and ids are digits by chance: a canary of four may be among them.
CHANCE = re.compile(r"\d\d:\d\d:\d\d\.\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def rows_with(*canaries):
    """`table: row` for every row of every table with one of these in it, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                words = row.lower()
                digits = CHANCE.sub("", words)
                found += [
                    f"{table}: {one} in {row}"
                    for one in canaries
                    if one.lower() in (digits if one.isdigit() else words)
                ]
    return found
