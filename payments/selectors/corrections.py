"""What a correction would do, before anybody agrees to it."""

from dataclasses import dataclass
from typing import Any

from payments.models import LedgerAccount, LedgerCorrection
from payments.selectors.balances import balance


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One account, before and after."""

    kind: str
    owner: str
    amount_centimes: int
    before_centimes: int

    @property
    def after_centimes(self) -> int:
        return self.before_centimes + self.amount_centimes

    @property
    def label(self) -> Any:
        return LedgerAccount.Kind(self.kind).label


def effects(correction: LedgerCorrection) -> list[Effect]:
    """The balances that its legs touch; two queries for each leg."""
    return [
        Effect(
            kind=leg["kind"],
            owner=leg["owner"],
            amount_centimes=leg["amount_centimes"],
            before_centimes=balance(leg["kind"], leg["owner"], correction.currency),
        )
        for leg in correction.legs
    ]
