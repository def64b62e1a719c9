"""What a provider says about one payment, in our words. Gateways translate into this; services believe only
this."""

from dataclasses import asdict, dataclass
from typing import Any

PAID, FAILED, PENDING, ABSENT = "paid", "failed", "pending", "absent"


@dataclass(frozen=True, kw_only=True)
class Report:
    """`status` is paid, failed, pending, or absent (the provider never heard of this reference)."""

    reference: str
    status: str
    amount_centimes: int = 0
    currency: str = "MAD"
    provider_ref: str = ""
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
