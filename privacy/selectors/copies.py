"""Everything about a person as plain values, and nothing about anybody else."""

from collections.abc import Iterator
from typing import Any

from django.db.models import BinaryField, DateField, GeneratedField, Model

from kit import crypt
from privacy.datamap import TABLES, Field, Table
from privacy.selectors.rows import column_of, model_of, points_at_user, rows_naming, rows_of

ME, OTHER = "me", "somebody else"
UNKNOWN = Field()


def tables_of() -> list[Table]:
    """Those that a copy holds: with a way to a person."""
    return [table for table in TABLES if table.people or table.addressed]


def copy_of(table: Table, user: Any) -> Iterator[dict[str, Any]]:
    """This person's rows of one table. Of rows about others that name them, only that they are named."""
    for row in rows_of(table, user).iterator(chunk_size=500):
        yield _drawn(table, row, user, is_mine=True)
    for row in rows_naming(table, user).iterator(chunk_size=500):
        yield _drawn(table, row, user, is_mine=False)


def _drawn(table: Table, row: Model, user: Any, *, is_mine: bool) -> dict[str, Any]:
    drawn = {}
    for column in model_of(table)._meta.concrete_fields:
        rule = table.fields.get(column.name, UNKNOWN)
        if not rule.exported or isinstance(column, BinaryField | GeneratedField):
            continue
        value = getattr(row, column.attname)
        if points_at_user(column) or column.name in {"user_id", "actor_id"}:
            drawn[column.name] = _who(value, user)
        elif _is_theirs(row, rule, user) if rule.of else is_mine or _says_little(column):
            drawn[column.name] = crypt.decrypt(value) if rule.sealed and value else value
    return drawn


def _who(value: Any, user: Any) -> str | None:
    if value is None:
        return None
    return ME if value == user.pk else OTHER


def _is_theirs(row: Model, rule: Field, user: Any) -> bool:
    """Words belong to whoever the row says wrote them."""
    return getattr(row, column_of(type(row), rule.of).attname) == user.pk


def _says_little(column: Any) -> bool:
    """Of a row about somebody else: which one, when, in which state."""
    return column.primary_key or isinstance(column, DateField) or bool(column.choices)
