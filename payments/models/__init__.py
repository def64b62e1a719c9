"""Tables of the house bank. Amounts are integer centimes of the currency beside them."""

from payments.models.approvals import SpendApproval
from payments.models.batches import PayoutBatch, PayoutFile, PayoutLine
from payments.models.chargebacks import Chargeback
from payments.models.connected import StripeAccount
from payments.models.escrow import Escrow, EscrowPart
from payments.models.fees import FeeSchedule
from payments.models.journal import AuditRun, LedgerCorrection, LedgerHold, LedgerSeal
from payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from payments.models.methods import PayoutMethod, PayoutSchedule
from payments.models.movements import Movement
from payments.models.payments import Payment, ProviderEvent, Refund
from payments.models.payouts import Payout
from payments.models.rates import CurrencyExchange, ExchangeRate
from payments.models.switches import GatewaySwitch
from payments.models.wallets import Wallet, WalletHolder

__all__ = [
    "AuditRun",
    "Chargeback",
    "CurrencyExchange",
    "Escrow",
    "EscrowPart",
    "ExchangeRate",
    "FeeSchedule",
    "GatewaySwitch",
    "LedgerAccount",
    "LedgerCorrection",
    "LedgerEntry",
    "LedgerHold",
    "LedgerSeal",
    "LedgerTransaction",
    "Movement",
    "Payment",
    "Payout",
    "PayoutBatch",
    "PayoutFile",
    "PayoutLine",
    "PayoutMethod",
    "PayoutSchedule",
    "ProviderEvent",
    "Refund",
    "SpendApproval",
    "StripeAccount",
    "Wallet",
    "WalletHolder",
]
