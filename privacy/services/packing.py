"""The zip: one JSON file per table for machines, one page for people."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_bidi, override

from accounts.models import User
from privacy.datamap import Table
from privacy.selectors import copy_of, model_of, tables_of

SHOWN = 200  # rows of a table on the page; the JSON has them all


def pack(*, user: User, progress: Callable[[int, int], None]) -> tuple[bytes, int]:
    """The file and its number of rows. Reads only; `progress` hears of each table."""
    box, parts, n_rows = BytesIO(), [], 0
    tables = tables_of()
    with ZipFile(box, "w", ZIP_DEFLATED) as archive:
        for place, table in enumerate(tables):
            progress(place, len(tables))
            if rows := list(copy_of(table, user)):
                n_rows += len(rows)
                name = f"data/{table.label}.json"
                archive.writestr(name, json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
                parts.append((table, rows, name))
        archive.writestr("index.html", _page(user, parts))
    progress(len(tables), len(tables))
    return box.getvalue(), n_rows


def _page(user: User, parts: list[tuple[Table, list[dict[str, Any]], str]]) -> str:
    with override(user.language):
        sections = [_section(*part) for part in parts]
        context = {
            "person": user,
            "sections": sections,
            "at": timezone.now(),
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
        return render_to_string("privacy/copy.html", context)


def _section(table: Table, rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    model = model_of(table)
    columns = {
        column.name: capfirst(str(column.verbose_name))
        for column in model._meta.concrete_fields
        if any(column.name in row for row in rows)
    }
    return {
        "title": capfirst(str(model._meta.verbose_name_plural)),
        "file": name,
        "n": len(rows),
        "heads": list(columns.values()),
        "rows": [[_shown(row.get(name)) for name in columns] for row in rows[:SHOWN]],
    }


def _shown(value: Any) -> Any:
    if value is None or value == "":
        return "-"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if isinstance(value, dict) else value
