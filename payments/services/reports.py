"""What a provider says about one payment, in our words. Gateways translate into this; services believe only
this."""

from dataclasses import asdict, dataclass
from typing import Any

PAID, FAILED, PENDING, ABSENT = "paid", "failed", "pending", "absent"
ASK = "ask"  # something happened: the provider has to be asked what
DONE, REFUSED = "done", "refused"
OPENED, WON, LOST = "opened", "won", "lost"
PAYMENT, REFUND, DISPUTE = "payment", "refund", "dispute"


@dataclass(frozen=True, kw_only=True)
class Report:
    """`reference` is our payment's. `subject` says what of it this is about, `subject_ref` which one.

    payment: `status` is paid, failed, pending, absent (the provider never heard of it) or ask.
    refund: done, refused or pending; `subject_ref` is our refund's id.
    dispute: opened, won or lost; `subject_ref` is the provider's id of the dispute, `due_at` (ISO 8601)
    until when evidence is taken.
    """

    reference: str
    status: str
    subject: str = PAYMENT
    subject_ref: str = ""
    amount_centimes: int = 0
    currency: str = "MAD"
    provider_ref: str = ""
    reason: str = ""
    due_at: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
