"""What the bank tells the floors above. Ids are strings; `deal_id` is the caller's own id."""

from dataclasses import dataclass, field

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EscrowFunded(Fact):
    """The provider said the money is here: funds are secured."""

    escrow_id: str
    deal_id: str
    amount_centimes: int


@dataclass(frozen=True, kw_only=True)
class EscrowReleased(Fact):
    """The influencer's wallet got the net amount of these parts; `is_last`: nothing is held any more."""

    escrow_id: str
    deal_id: str
    wallet_id: str
    net_centimes: int
    reason: str
    part_ids: list[str] = field(default_factory=list)
    is_last: bool = True


@dataclass(frozen=True, kw_only=True)
class EscrowRefunded(Fact):
    """These parts are on their way back to the payer."""

    escrow_id: str
    deal_id: str
    wallet_id: str
    amount_centimes: int
    reason: str
    part_ids: list[str] = field(default_factory=list)
    is_last: bool = True


@dataclass(frozen=True, kw_only=True)
class EscrowSplit(Fact):
    """Of these parts some went to the influencer (net), the rest is on its way back to the payer."""

    escrow_id: str
    deal_id: str
    payer_wallet_id: str
    payee_wallet_id: str
    net_centimes: int
    refund_centimes: int
    reason: str
    part_ids: list[str] = field(default_factory=list)
    is_last: bool = True


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Fact):
    """An attempt to pay was declined or ran out of time; the payer may try again."""

    payment_id: str
    escrow_id: str
    deal_id: str
    wallet_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundSettled(Fact):
    """The provider took the refund: the money is with the payer's bank."""

    refund_id: str
    deal_id: str
    wallet_id: str
    amount_centimes: int


@dataclass(frozen=True, kw_only=True)
class PayoutMethodAdded(Fact):
    """A wallet has a new account to be paid on (`last4`: what is shown of it); a later one waits before it
    can be used.
    """

    wallet_id: str
    last4: str
    usable_at: str


@dataclass(frozen=True, kw_only=True)
class PayoutMethodRemoved(Fact):
    """Nothing is paid there any more; what had not left is available again."""

    wallet_id: str
    last4: str


@dataclass(frozen=True, kw_only=True)
class PayoutDelayed(Fact):
    """One is later than was said; `reason` is a Payout.Delay."""

    payout_id: str
    wallet_id: str
    amount_centimes: int
    expected_on: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PayoutRequested(Fact):
    payout_id: str
    wallet_id: str
    amount_centimes: int
    expected_on: str


@dataclass(frozen=True, kw_only=True)
class PayoutApproved(Fact):
    payout_id: str
    wallet_id: str
    amount_centimes: int


@dataclass(frozen=True, kw_only=True)
class PayoutPaid(Fact):
    payout_id: str
    wallet_id: str
    amount_centimes: int
    bank_ref: str


@dataclass(frozen=True, kw_only=True)
class PayoutFailed(Fact):
    """The amount is available again; `reason` is a Payout.Reason."""

    payout_id: str
    wallet_id: str
    amount_centimes: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SpendApprovalAsked(Fact):
    """Somebody wants to pay more than the wallet's limit: another person of it has to agree."""

    approval_id: str
    deal_id: str
    wallet_id: str
    amount_centimes: int
    asked_by_id: str


@dataclass(frozen=True, kw_only=True)
class SpendApprovalDecided(Fact):
    """A second person said yes or no."""

    approval_id: str
    deal_id: str
    wallet_id: str
    amount_centimes: int
    asked_by_id: str
    is_approved: bool


@dataclass(frozen=True, kw_only=True)
class SpendingLimitChanged(Fact):
    """Above another amount, or none (0), a second person is needed."""

    wallet_id: str
    above_centimes: int


@dataclass(frozen=True, kw_only=True)
class ChargebackFact(Fact):
    """`deal_id` is the deal whose payment the payer's bank disputes; amounts are in `currency`."""

    chargeback_id: str
    escrow_id: str
    deal_id: str
    payer_wallet_id: str
    payee_wallet_id: str
    amount_centimes: int
    currency: str
    is_held: bool


class ChargebackOpened(ChargebackFact):
    """The payer's bank took a payment back; what the escrow still holds is frozen until its decision."""


class ChargebackWon(ChargebackFact):
    """The bank gave it back: what is held is free again."""


@dataclass(frozen=True, kw_only=True)
class ChargebackLost(ChargebackFact):
    """The money stays with the payer. What was held is gone; `owed_centimes` the payer owes the house."""

    owed_centimes: int


@dataclass(frozen=True, kw_only=True)
class GatewaySwitched(Fact):
    """Staff closed a way of paying to new payments, or opened it again."""

    gateway: str
    is_draining: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class StripeAccountChanged(Fact):
    """Stripe says something new about the account that a creator is paid on: ready, incomplete, refused."""

    wallet_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class StripeObjectChanged(Fact):
    """The mirror has a newer customer, product, price, subscription or invoice of Stripe's."""

    kind: str
    object_id: str


@dataclass(frozen=True, kw_only=True)
class LedgerTurnedRed(Fact):
    """The auditor found what it had not found before: money stands still until the books are right."""

    run_id: str
    n_findings: int


@dataclass(frozen=True, kw_only=True)
class LedgerHoldLifted(Fact):
    """Money moves again: the books are right, or two people took it upon themselves (`reason`)."""

    hold_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectionProposed(Fact):
    """Another member of staff has to look at a correction of the ledger."""

    correction_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectionDecided(Fact):
    correction_id: str
    is_approved: bool
