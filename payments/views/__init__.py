"""The pages of the bank: a creator's earnings, a brand's payments, the way to the bank and back."""

from payments.views.approvals import approval, approvals
from payments.views.brand import history
from payments.views.connected import stripe_check, stripe_page, stripe_start
from payments.views.earnings import earnings_page, payout, rib
from payments.views.paying import came_back, landing, pay
from payments.views.tax import brand_proof, brand_tax, creator_proof, creator_tax

__all__ = [
    "approval",
    "approvals",
    "brand_proof",
    "brand_tax",
    "came_back",
    "creator_proof",
    "creator_tax",
    "earnings_page",
    "history",
    "landing",
    "pay",
    "payout",
    "rib",
    "stripe_check",
    "stripe_page",
    "stripe_start",
]
