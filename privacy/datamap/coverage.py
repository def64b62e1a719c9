"""Is every column that could be about a person in the map, or said to be about nobody?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from privacy.datamap.shapes import Erasure, Table

# Numbers, days, yes and no say nothing by themselves; one out of a list of ours says little. All else could.
HARMLESS = (
    models.BooleanField,
    models.IntegerField,
    models.DateField,
    models.TimeField,
    models.DurationField,
    models.DecimalField,
    models.FloatField,
    models.AutoField,
)


def ours() -> list[type[models.Model]]:
    """Models with a table of our own apps."""
    labels = {app.label for app in apps.get_app_configs() if app.name in settings.FIRST_PARTY_APPS}
    return [model for model in apps.get_models() if model._meta.app_label in labels and model._meta.managed]


def suspects(model: type[models.Model]) -> list[str]:
    """Names of the columns that could be about a person."""
    return [column.name for column in model._meta.concrete_fields if could_be_personal(column)]


def could_be_personal(column: Any) -> bool:
    """Text, JSON, files, bytes, addresses, ids of somebody, and whatever is unknown here."""
    if isinstance(column, models.ForeignKey):
        return (
            column.related_model is not None and column.related_model._meta.label == settings.AUTH_USER_MODEL
        )
    if isinstance(column, models.GeneratedField):
        return could_be_personal(column.output_field)
    inner = getattr(column, "base_field", column)
    return not (column.primary_key or isinstance(inner, HARMLESS) or inner.choices)


def gaps(tables: Iterable[Table], not_personal: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Everything that is wrong with the map, in sentences; nothing when it fits the models."""
    mapped = {table.label: table for table in tables}
    unknown = [f"{label} is in the data map and no model." for label in mapped if not _model(label)]
    known = [*ours(), *(model for label in mapped if (model := _model(label)) and model not in ours())]
    return unknown + [line for model in known for line in _gaps_of(model, mapped, not_personal)]


def _gaps_of(
    model: type[models.Model], mapped: Mapping[str, Table], not_personal: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    label = model._meta.label
    table = mapped.get(label)
    plain = set(not_personal.get(label, ())) | set(table.plain if table else ())
    personal = set(table.fields) if table else set()
    real = {column.name for column in model._meta.concrete_fields}
    for name in suspects(model):
        if name not in plain | personal:
            yield f"{label}.{name} could be personal: map it in privacy/datamap, or say there that it is not."
    for name in sorted((plain | personal) - real):
        yield f"{label}.{name} is in the data map and not in the model."
    if table:
        yield from _unclear(table)


def _unclear(table: Table) -> Iterator[str]:
    for name, column in table.fields.items():
        if column.erasure is Erasure.KEEP and not column.why:
            yield f"{table.label}.{name} is kept and the data map does not say why."
        if ("sealed" in name or "encrypted" in name) and not column.sealed:
            yield f"{table.label}.{name} looks encrypted: say sealed=True, or keys will not be rotated."


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None
