"""Reads of the house bank: prices, balances, books, the auditor."""

from payments.selectors.audit import Finding, audit
from payments.selectors.balances import Earnings, balance, earnings, wallet_of
from payments.selectors.books import Books, MoneyLine, books, money_lines
from payments.selectors.lists import (
    full_rib,
    movements,
    open_payment,
    payout_method,
    ready_gateways,
    stale_payments,
    unsent_refunds,
)
from payments.selectors.quotes import Quote, price_up, quote, share

__all__ = [
    "Books",
    "Earnings",
    "Finding",
    "MoneyLine",
    "Quote",
    "audit",
    "balance",
    "books",
    "earnings",
    "full_rib",
    "money_lines",
    "movements",
    "open_payment",
    "payout_method",
    "price_up",
    "quote",
    "ready_gateways",
    "share",
    "stale_payments",
    "unsent_refunds",
    "wallet_of",
]
