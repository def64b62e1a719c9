"""The pages of the bank: a creator's earnings, a brand's payments, the way to the bank and back."""

from payments.views.approvals import approval, approvals
from payments.views.brand import history
from payments.views.earnings import cancel, earnings_page, payout
from payments.views.methods import accounts, default, paypal, remove, rib, schedule
from payments.views.paying import came_back, pay

__all__ = [
    "accounts",
    "approval",
    "approvals",
    "came_back",
    "cancel",
    "default",
    "earnings_page",
    "history",
    "pay",
    "payout",
    "paypal",
    "remove",
    "rib",
    "schedule",
]
