"""Staff and the money: everything can be looked at, nothing typed over; steps go through the services."""

from payments.admin.approvals import SpendApprovalAdmin
from payments.admin.fees import FeeScheduleAdmin, WalletAdmin
from payments.admin.gateways import GatewaySwitchAdmin
from payments.admin.ledger import LedgerAccountAdmin, LedgerEntryAdmin, LedgerTransactionAdmin
from payments.admin.paying import EscrowAdmin, PaymentAdmin, ProviderEventAdmin, RefundAdmin
from payments.admin.payouts import PayoutAdmin, PayoutMethodAdmin
from payments.admin.rates import CurrencyExchangeAdmin, ExchangeRateAdmin

__all__ = [
    "CurrencyExchangeAdmin",
    "EscrowAdmin",
    "ExchangeRateAdmin",
    "FeeScheduleAdmin",
    "GatewaySwitchAdmin",
    "LedgerAccountAdmin",
    "LedgerEntryAdmin",
    "LedgerTransactionAdmin",
    "PaymentAdmin",
    "PayoutAdmin",
    "PayoutMethodAdmin",
    "ProviderEventAdmin",
    "RefundAdmin",
    "SpendApprovalAdmin",
    "WalletAdmin",
]
