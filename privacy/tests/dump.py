"""Everything the database holds, as text, to look for canaries in."""

from django.db import connection


def rows_with(*canaries):
    """`table: row` for every row of every table with one of these in it, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                found += [f"{table}: {one} in {row}" for one in canaries if one.lower() in row.lower()]
    return found
