"""Tables of the house bank. Amounts are integer centimes of the currency beside them."""

from payments.models.approvals import SpendApproval
from payments.models.batches import PayoutBatch, PayoutFile, PayoutLine
from payments.models.escrow import Escrow
from payments.models.fees import FeeSchedule
from payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from payments.models.methods import PayoutMethod, PayoutSchedule
from payments.models.movements import Movement
from payments.models.payments import Payment, ProviderEvent, Refund
from payments.models.payouts import Payout
from payments.models.rates import CurrencyExchange, ExchangeRate
from payments.models.wallets import Wallet, WalletHolder

__all__ = [
    "CurrencyExchange",
    "Escrow",
    "ExchangeRate",
    "FeeSchedule",
    "LedgerAccount",
    "LedgerEntry",
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
    "Wallet",
    "WalletHolder",
]
