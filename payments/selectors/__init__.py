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
    movements,
    open_payment,
    ready_gateways,
    stale_payments,
    unsent_refunds,
)
from payments.selectors.methods import (
    is_usable,
    payout_address,
    payout_kinds,
    payout_method,
    payout_methods,
    schedule_of,
)
from payments.selectors.payouts import (
    batches,
    due_schedules,
    late_payouts,
    payouts_to_batch,
    receives,
    shown_payouts,
    unknown_first,
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
    "batches",
    "books",
    "currencies_of",
    "due_schedules",
    "earnings",
    "has_second_person",
    "is_usable",
    "late_payouts",
    "money_lines",
    "movements",
    "needs_approval",
    "open_payment",
    "part_of_payment",
    "payout_address",
    "payout_kinds",
    "payout_method",
    "payout_methods",
    "payouts_to_batch",
    "price_up",
    "quote",
    "rate_in_force",
    "rates",
    "ready_gateways",
    "receives",
    "schedule_of",
    "second_person",
    "share",
    "shown_payouts",
    "stale_payments",
    "to_foreign",
    "unknown_first",
    "unsent_refunds",
    "wallet_of",
]
