"""The data map as a page to read: docs/privacy/data-map.md."""

from collections.abc import Iterator

from privacy.datamap import NOT_PERSONAL, TABLES, Erasure, Field, Rows, Table

HEAD = """# Data map

What InfluMaroc knows of people, column by column. Written by `manage.py datamap` from privacy/datamap, which
`manage.py check` holds to the models; do not edit it by hand.

| field | whose | purpose | legal basis | kept | on erasure | in the copy |
|---|---|---|---|---|---|---|
"""
FOOT = """
## Looked at and about nobody

"""


def as_markdown() -> str:
    """The whole map."""
    lines = [line for table in TABLES for line in _lines(table)]
    plain = {table.label: table.plain for table in TABLES if table.plain} | NOT_PERSONAL
    named = [f"- {label}: {', '.join(names)}" for label, names in sorted(plain.items())]
    return f"{HEAD}{chr(10).join(lines)}\n{FOOT}{chr(10).join(named)}\n"


def _lines(table: Table) -> Iterator[str]:
    kept = f"{table.kept} (`{table.tidied_by}`)" if table.tidied_by else table.kept
    for name, rule in table.fields.items():
        cells = [
            f"{table.label}.{name}",
            table.whose,
            table.purpose,
            table.basis.value,
            kept,
            _fate(table, rule),
            "yes" if rule.exported and table.people else "no",
        ]
        yield f"| {' | '.join(cells)} |"


def _fate(table: Table, rule: Field) -> str:
    if table.rows is Rows.DELETE:
        return "the row is deleted"
    if rule.erasure is Erasure.KEEP:
        return f"kept: {rule.why}"
    words = rule.erasure.value
    return f"{words}, or the row is deleted when nobody else needs it" if table.delete_if else words
