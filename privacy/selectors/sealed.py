"""Where encrypted things lie, by the data map."""

from dataclasses import dataclass

from django.db.models import BinaryField, Model, QuerySet
from django.db.models.functions import Substr

from kit import crypt
from privacy.datamap import TABLES
from privacy.selectors.rows import column_of, model_of


@dataclass(frozen=True)
class SealedColumn:
    """One column of one model that holds what kit.crypt made."""

    model: type[Model]
    name: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    @property
    def is_bytes(self) -> bool:
        return isinstance(column_of(self.model, self.name), BinaryField)

    def stale(self) -> QuerySet:
        """Rows whose secret lies under another key than the one that writes now."""
        start = crypt.seal(b"")[:9]
        empty, current = (b"", start) if self.is_bytes else ("", start.decode())
        first = Substr(self.name, 1, len(start), output_field=column_of(self.model, self.name))
        rows = self.model._base_manager.exclude(**{self.name: empty}).annotate(first=first)
        return rows.exclude(first=current).order_by("pk")


def sealed_columns() -> list[SealedColumn]:
    """All of them."""
    return [
        SealedColumn(model_of(table), name)
        for table in TABLES
        for name, rule in table.fields.items()
        if rule.sealed
    ]
