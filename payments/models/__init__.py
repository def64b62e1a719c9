"""Tables of the house bank. Amounts are integer centimes of the currency beside them."""

from payments.models.approvals import SpendApproval
from payments.models.chargebacks import Chargeback
from payments.models.escrow import Escrow, EscrowPart
from payments.models.fees import FeeSchedule
from payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from payments.models.movements import Movement
from payments.models.payments import Payment, ProviderEvent, Refund
from payments.models.payouts import Payout, PayoutMethod
from payments.models.rates import CurrencyExchange, ExchangeRate
from payments.models.wallets import Wallet, WalletHolder

__all__ = [
    "Chargeback",
    "CurrencyExchange",
    "Escrow",
    "EscrowPart",
    "ExchangeRate",
    "FeeSchedule",
    "LedgerAccount",
    "LedgerEntry",
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
