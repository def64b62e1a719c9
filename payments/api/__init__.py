"""The JSON doors of the bank: payers, earners, staff, and the providers' callbacks."""

from payments.api.approvals import ApprovalDetail, Approvals, ApprovalStep
from payments.api.batches import BatchFile, BatchStep, PayoutBatches
from payments.api.callbacks import ProviderCallback
from payments.api.connected import StripeAccountView
from payments.api.finances import CancelPayout, EarningsView, PayoutDetail, Payouts, RequestPayout
from payments.api.gateways import Gateways, GatewaySwitchView
from payments.api.ledger import Ageing, AuditRuns, Trace, TrialBalances, TrialCsv
from payments.api.methods import DefaultPayoutMethod, PayoutMethodDetail, PayoutMethods, PayoutScheduleView
from payments.api.payments import ConfirmPayment, CreatePaymentIntent, PaymentHistory
from payments.api.quotes import Quotes
from payments.api.rates import Rates
from payments.api.staff import LedgerBooks, LedgerCheck, PayoutStep, StaffPayouts
from payments.api.tax import TaxProfileView, TaxProofView

__all__ = [
    "Ageing",
    "ApprovalDetail",
    "ApprovalStep",
    "Approvals",
    "AuditRuns",
    "BatchFile",
    "BatchStep",
    "CancelPayout",
    "ConfirmPayment",
    "CreatePaymentIntent",
    "DefaultPayoutMethod",
    "EarningsView",
    "GatewaySwitchView",
    "Gateways",
    "LedgerBooks",
    "LedgerCheck",
    "PaymentHistory",
    "PayoutBatches",
    "PayoutDetail",
    "PayoutMethodDetail",
    "PayoutMethods",
    "PayoutScheduleView",
    "PayoutStep",
    "Payouts",
    "ProviderCallback",
    "Quotes",
    "Rates",
    "RequestPayout",
    "StaffPayouts",
    "StripeAccountView",
    "TaxProfileView",
    "TaxProofView",
    "Trace",
    "TrialBalances",
    "TrialCsv",
]
