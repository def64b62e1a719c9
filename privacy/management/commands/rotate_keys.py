"""Encrypt everything anew under the first of FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.selectors import SealedColumn, sealed_columns
from privacy.services import rotate_column


class Command(BaseCommand):
    """Safe to repeat and to interrupt. When it reports nothing but zeros, the old key may be taken away."""

    help = "Encrypt every secret of the database anew under the first of FIELD_KEYS; report counts."

    def handle(self, *args: Any, **options: Any) -> None:
        n_lost = sum(self._rotate(column) for column in sealed_columns())
        if n_lost:
            raise CommandError(
                f"{n_lost} values are readable with none of FIELD_KEYS; they were left as they are."
            )

    def _rotate(self, column: SealedColumn) -> int:
        n_all = n_lost = 0
        after = None
        while True:
            n_done, n_unread, after = rotate_column(column=column, after=after)
            n_all, n_lost = n_all + n_done, n_lost + n_unread
            if not n_done + n_unread:
                break
        self.stdout.write(f"{column.label}: {n_all} sealed anew, {n_lost} unreadable")
        return n_lost
