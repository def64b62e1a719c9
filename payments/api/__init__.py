"""The JSON doors of the bank: payers, earners, staff, and the providers' callbacks."""

from payments.api.approvals import ApprovalDetail, Approvals, ApprovalStep
from payments.api.callbacks import ProviderCallback
from payments.api.finances import EarningsView, PayoutMethods, Payouts, RequestPayout
from payments.api.gateways import Gateways, GatewaySwitchView
from payments.api.payments import ConfirmPayment, CreatePaymentIntent, PaymentHistory
from payments.api.rates import Rates
from payments.api.staff import LedgerBooks, LedgerCheck, PayoutStep, StaffPayouts

__all__ = [
    "ApprovalDetail",
    "ApprovalStep",
    "Approvals",
    "ConfirmPayment",
    "CreatePaymentIntent",
    "EarningsView",
    "GatewaySwitchView",
    "Gateways",
    "LedgerBooks",
    "LedgerCheck",
    "PaymentHistory",
    "PayoutMethods",
    "PayoutStep",
    "Payouts",
    "ProviderCallback",
    "Rates",
    "RequestPayout",
    "StaffPayouts",
]
