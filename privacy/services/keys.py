"""Moving what is encrypted under the key that writes now."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction

from kit import crypt
from privacy.selectors import SealedColumn


@transaction.atomic
def rotate_column(*, column: SealedColumn, after: Any = None, limit: int = 500) -> tuple[int, int, Any]:
    """One batch of one column: how many were sealed anew, how many no key opens, and the last row seen.

    Rows are locked and looked at again, so a value written meanwhile is not lost. Safe to repeat.
    """
    rows = column.stale().filter(pk__gt=after) if after else column.stale()
    n_done = n_lost = 0
    for row in rows.select_for_update(of=("self",)).only("pk", column.name)[:limit]:
        after = row.pk
        try:
            sealed = _sealed_anew(getattr(row, column.name))
        except InvalidToken:
            n_lost += 1
            continue
        column.model._base_manager.filter(pk=row.pk).update(**{column.name: sealed})
        n_done += 1
    return n_done, n_lost, after


def _sealed_anew(token: Any) -> Any:
    if isinstance(token, str):
        return crypt.rotate(token)
    return crypt.seal(crypt.unseal(bytes(token)))
