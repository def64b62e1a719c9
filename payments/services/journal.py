"""The chain: every committed transaction linked once, beside the writers and never in their way."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

LOOK_BACK = timedelta(days=2)
AT_ONCE = 5000


@transaction.atomic
def seal_ledger(*, everything: bool = False, limit: int = AT_ONCE) -> int:
    """Link what is committed and not linked yet, and return how many. One sealer at a time.

    Looks at the ids of the last two days; with `everything` at all of them, as the auditor does first.
    """
    since = None if everything else _first_id_since(LOOK_BACK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_seal(%s, %s, %s)", [since, timezone.now(), limit])
        return cursor.fetchone()[0]


def seal_all() -> int:
    """Link everything, some thousands in each database transaction."""
    total = 0
    while n_sealed := seal_ledger(everything=True):
        total += n_sealed
        if n_sealed < AT_ONCE:
            break
    return total


def _first_id_since(age: timedelta) -> UUID:
    """Ids begin with their millisecond: the smallest that can be of this age."""
    millis = int((timezone.now() - age).timestamp() * 1000)
    return UUID(int=millis << 80)
