"""dj-stripe has 59 tables that point at each other. Django draws all of them anew after each; here they are
made together, and drawn once."""

from collections.abc import Iterable
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """CreateModel and AddField operations as one: the tables are created with all their columns."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Iterable[Any]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)  # rendered again when somebody looks, and not for each operation
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, _old: ProjectState, new: ProjectState
    ) -> None:
        for name in self._names():
            schema_editor.create_model(new.apps.get_model(app_label, name))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, old: ProjectState, _new: ProjectState
    ) -> None:
        for name in reversed(self._names()):
            schema_editor.delete_model(old.apps.get_model(app_label, name))

    def describe(self) -> str:
        return f"Create the {len(self._names())} tables of dj-stripe"

    def _names(self) -> list[str]:
        return [one.name for one in self.operations if isinstance(one, migrations.CreateModel)]
