"""Conversions: two linked ledger transactions through the exchange account, at a rate written down."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from payments.models import CurrencyExchange, ExchangeRate, LedgerAccount
from payments.services.ledger import Leg, post

EXCHANGE = LedgerAccount.Kind.EXCHANGE


class Side(NamedTuple):
    """One half of a conversion: a ledger key and kind, the account, and a positive amount of `currency`."""

    key: str
    kind: str
    account: str
    owner: Any
    currency: str
    amount_centimes: int


@transaction.atomic
def exchange(
    *, source: Side, target: Side, rate: ExchangeRate, deal_id: UUID | None = None, reason: str = ""
) -> CurrencyExchange:
    """Take `source` out of its account in one currency, put `target` into its own in another.

    Said twice with the same keys, it happens once. Raises IntegrityError as `post` does.
    """
    why = f"{reason} · {rate}".strip(" ·")
    sold = _post(source, -source.amount_centimes, deal_id, why)
    bought = _post(target, target.amount_centimes, deal_id, why)
    made, _ = CurrencyExchange.objects.get_or_create(
        sold_id=sold,
        bought_id=bought,
        defaults={
            "rate": rate,
            "sold_centimes": source.amount_centimes,
            "bought_centimes": target.amount_centimes,
        },
    )
    return made


def _post(side: Side, amount_centimes: int, deal_id: UUID | None, reason: str) -> UUID:
    legs = [Leg(side.account, side.owner, amount_centimes), Leg(EXCHANGE, "", -amount_centimes)]
    return post(
        key=side.key, kind=side.kind, legs=legs, deal_id=deal_id, reason=reason, currency=side.currency
    )
