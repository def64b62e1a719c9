"""Reads of the house bank: prices, balances, books, the auditor."""

from payments.selectors.approvals import (
    SecondPerson,
    approvals_of,
    has_second_person,
    needs_approval,
    second_person,
)
from payments.selectors.audit import Finding, audit
from payments.selectors.balances import Earnings, balance, earnings, wallet_of
from payments.selectors.books import Books, MoneyLine, books, money_lines
from payments.selectors.lists import (
    full_rib,
    movements,
    open_payment,
    payout_address,
    payout_method,
    ready_gateways,
    stale_payments,
    stripe_account,
    unsent_refunds,
)
from payments.selectors.quotes import Quote, price_up, quote, share
from payments.selectors.rates import currencies_of, part_of_payment, rate_in_force, rates, to_foreign

__all__ = [
    "Books",
    "Earnings",
    "Finding",
    "MoneyLine",
    "Quote",
    "SecondPerson",
    "approvals_of",
    "audit",
    "balance",
    "books",
    "currencies_of",
    "earnings",
    "full_rib",
    "has_second_person",
    "money_lines",
    "movements",
    "needs_approval",
    "open_payment",
    "part_of_payment",
    "payout_address",
    "payout_method",
    "price_up",
    "quote",
    "rate_in_force",
    "rates",
    "ready_gateways",
    "second_person",
    "share",
    "stale_payments",
    "stripe_account",
    "to_foreign",
    "unsent_refunds",
    "wallet_of",
]
