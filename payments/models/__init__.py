"""Tables of the house bank. Amounts are integer centimes of the currency beside them."""

from payments.models.approvals import SpendApproval
from payments.models.escrow import Escrow
from payments.models.fees import FeeSchedule
from payments.models.journal import AuditRun, LedgerCorrection, LedgerHold, LedgerSeal
from payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from payments.models.movements import Movement
from payments.models.payments import Payment, ProviderEvent, Refund
from payments.models.payouts import Payout, PayoutMethod
from payments.models.rates import CurrencyExchange, ExchangeRate
from payments.models.wallets import Wallet, WalletHolder

__all__ = [
    "AuditRun",
    "CurrencyExchange",
    "Escrow",
    "ExchangeRate",
    "FeeSchedule",
    "LedgerAccount",
    "LedgerCorrection",
    "LedgerEntry",
    "LedgerHold",
    "LedgerSeal",
    "LedgerTransaction",
    "Movement",
    "Payment",
    "Payout",
    "PayoutMethod",
    "ProviderEvent",
    "Refund",
    "SpendApproval",
    "Wallet",
    "WalletHolder",
]
