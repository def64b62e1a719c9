"""The pages of the bank: a creator's earnings, a brand's payments, the way to the bank and back."""

from payments.views.approvals import approval, approvals
from payments.views.brand import history
from payments.views.connected import stripe_check, stripe_page, stripe_start, stripe_use
from payments.views.earnings import cancel, earnings_page, payout
from payments.views.methods import accounts, default, paypal, remove, rib, schedule
from payments.views.paying import came_back, landing, pay
from payments.views.tax import brand_proof, brand_tax, creator_proof, creator_tax

__all__ = [
    "accounts",
    "approval",
    "approvals",
    "brand_proof",
    "brand_tax",
    "came_back",
    "cancel",
    "creator_proof",
    "creator_tax",
    "default",
    "earnings_page",
    "history",
    "landing",
    "pay",
    "payout",
    "paypal",
    "remove",
    "rib",
    "schedule",
    "stripe_check",
    "stripe_page",
    "stripe_start",
    "stripe_use",
]
