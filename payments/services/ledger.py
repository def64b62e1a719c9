"""The one way to move money: a balanced set of legs, posted by the database in one round trip."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils import timezone

from kit.ids import uuid7
from payments.errors import MoneyOnHold

SQL = "SELECT ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
ON_HOLD = "IM001"  # what the database's gate says, see migrations/sql/journal.sql


class Leg(NamedTuple):
    """One side of a movement: account kind, its owner ('' for the house), centimes (positive = owed to
    it)."""

    kind: str
    owner: Any
    amount_centimes: int


def post(
    *, key: str, kind: str, legs: Iterable[Leg], deal_id: Any = None, reason: str = "", currency: str = "MAD"
) -> UUID:
    """Write one ledger transaction; legs of zero are left out.

    A key that was used returns the transaction it made, if it was the same movement. Raises IntegrityError
    when the legs do not add up, when an account would be overdrawn, or when the key was used for something
    else; MoneyOnHold while the auditor is red.
    """
    moved = [leg for leg in legs if leg.amount_centimes]
    arguments = [
        uuid7(),
        timezone.now(),
        key,
        kind,
        currency,
        deal_id,
        reason[:200],
        [str(leg.kind) for leg in moved],
        [str(leg.owner) for leg in moved],
        [leg.amount_centimes for leg in moved],
    ]
    try:
        with connection.cursor() as cursor:
            cursor.execute(SQL, arguments)
            return cursor.fetchone()[0]
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == ON_HOLD:
            raise MoneyOnHold from error
        raise
