"""What a provider says about one payment, in our words. Gateways translate into this; services believe only
this."""

from dataclasses import asdict, dataclass
from typing import Any

PAID, FAILED, PENDING, ABSENT = "paid", "failed", "pending", "absent"
ASK = "ask"  # something happened: the provider has to be asked what
DONE, REFUSED = "done", "refused"
OPENED, WON, LOST = "opened", "won", "lost"
SENT, UNCLAIMED = "sent", "unclaimed"
PAYMENT, REFUND, DISPUTE, PAYOUT = "payment", "refund", "dispute", "payout"
ACCOUNT, MIRROR = "account", "mirror"  # followed up by the gateway before the inbox ticks them off


@dataclass(frozen=True, kw_only=True)
class Report:
    """`reference` is our payment's. `subject` says what of it this is about, `subject_ref` which one.

    payment: `status` is paid, failed, pending, absent (the provider never heard of it) or ask.
    refund: done, refused or pending; `subject_ref` is our refund's id.
    dispute: opened, won or lost; `subject_ref` is the provider's id of the dispute, `due_at` (ISO 8601)
    until when evidence is taken.
    payout: paid, failed, sent or unclaimed (the receiver has to take it); `subject_ref` is our payout's id,
    and there is no payment's reference.
    account: somebody's account at the provider changed; `subject_ref` is its id there.
    mirror: an object we keep a copy of changed (or is gone); `subject_ref` is its id, `reason` its kind.
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
