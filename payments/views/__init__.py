"""The pages of the bank: a creator's earnings, a brand's payments, the way to the bank and back."""

from payments.views.approvals import approval, approvals
from payments.views.brand import history
from payments.views.connected import stripe_check, stripe_page, stripe_start
from payments.views.earnings import earnings_page, payout, rib
from payments.views.paying import came_back, pay

__all__ = [
    "approval",
    "approvals",
    "came_back",
    "earnings_page",
    "history",
    "pay",
    "payout",
    "rib",
    "stripe_check",
    "stripe_page",
    "stripe_start",
]
