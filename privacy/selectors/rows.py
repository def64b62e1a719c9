"""Whose rows are these? The ways of the data map as queries."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from privacy.datamap import Table

THROUGH_MEMBERS = "memberships__user"


def model_of(table: Table) -> type[Model]:
    """Raises LookupError when the model is gone; the check says so first."""
    return apps.get_model(table.label)


def column_of(model: type[Model], name: str) -> Field:
    """One column. Raises StopIteration; the check says so first."""
    return next(column for column in model._meta.concrete_fields if column.name == name)


def rows_of(table: Table, user: Any) -> QuerySet[Any]:
    """The rows that are about this person. Each once, however many ways lead there."""
    ways = [_way(lookup, user) for lookup in table.people]
    ways += [Q(**{f"{table.addressed}__iexact": user.email})] if table.addressed else []
    return _matching(table, ways)


def rows_naming(table: Table, user: Any) -> QuerySet[Any]:
    """Rows about others in which a column points at this person: who decided, who wrote."""
    columns = [column for column in model_of(table)._meta.concrete_fields if points_at_user(column)]
    named = _matching(table, [Q(**{column.name: user.pk}) for column in columns])
    return named.exclude(pk__in=rows_of(table, user).values("pk"))


def points_at_user(column: Any) -> bool:
    """A foreign key to a person."""
    return isinstance(column, ForeignKey) and column.related_model._meta.label == settings.AUTH_USER_MODEL


def _matching(table: Table, ways: list[Q]) -> QuerySet[Any]:
    rows = model_of(table)._base_manager.all()
    if not ways:
        return rows.none()
    found = rows.filter(reduce(or_, ways)).values("pk")
    return rows.filter(pk__in=found).order_by("pk")


def _way(lookup: str, user: Any) -> Q:
    """A brand is its owner's: a manager who leaves takes nothing of it along."""
    way = Q(**{lookup: user.pk})
    if lookup.endswith(THROUGH_MEMBERS):
        way &= Q(**{f"{lookup.removesuffix('user')}role": "owner"})
    return way
