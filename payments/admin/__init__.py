"""Staff and the money: everything can be looked at, nothing typed over; steps go through the services."""

from payments.admin.approvals import SpendApprovalAdmin
from payments.admin.batches import PayoutBatchAdmin
from payments.admin.chargebacks import ChargebackAdmin, EscrowPartAdmin
from payments.admin.connected import MirrorAdmin, StripeAccountAdmin
from payments.admin.corrections import LedgerCorrectionAdmin
from payments.admin.fees import FeeScheduleAdmin, WalletAdmin
from payments.admin.gateways import GatewaySwitchAdmin
from payments.admin.journal import AuditRunAdmin, LedgerHoldAdmin, LedgerSealAdmin
from payments.admin.ledger import LedgerAccountAdmin, LedgerEntryAdmin, LedgerTransactionAdmin
from payments.admin.methods import PayoutMethodAdmin, PayoutScheduleAdmin
from payments.admin.paying import EscrowAdmin, PaymentAdmin, ProviderEventAdmin, RefundAdmin
from payments.admin.payouts import PayoutAdmin
from payments.admin.rates import CurrencyExchangeAdmin, ExchangeRateAdmin

__all__ = [
    "AuditRunAdmin",
    "ChargebackAdmin",
    "CurrencyExchangeAdmin",
    "EscrowAdmin",
    "EscrowPartAdmin",
    "ExchangeRateAdmin",
    "FeeScheduleAdmin",
    "GatewaySwitchAdmin",
    "LedgerAccountAdmin",
    "LedgerCorrectionAdmin",
    "LedgerEntryAdmin",
    "LedgerHoldAdmin",
    "LedgerSealAdmin",
    "LedgerTransactionAdmin",
    "MirrorAdmin",
    "PaymentAdmin",
    "PayoutAdmin",
    "PayoutBatchAdmin",
    "PayoutMethodAdmin",
    "PayoutScheduleAdmin",
    "ProviderEventAdmin",
    "RefundAdmin",
    "SpendApprovalAdmin",
    "StripeAccountAdmin",
    "WalletAdmin",
]
