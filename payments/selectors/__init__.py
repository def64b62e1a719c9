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
from payments.selectors.chargebacks import chargebacks_of, payer_debts
from payments.selectors.lists import (
    full_rib,
    movements,
    open_payment,
    payout_method,
    ready_gateways,
    stale_payments,
    unsent_refunds,
)
from payments.selectors.parts import (
    Given,
    add_up,
    apportion,
    cut,
    given_if,
    given_so_far,
    held_parts,
    parts_of,
    share_out,
    share_part,
)
from payments.selectors.quotes import Quote, price_up, quote, share
from payments.selectors.rates import currencies_of, part_of_payment, rate_in_force, rates, to_foreign

__all__ = [
    "Books",
    "Earnings",
    "Finding",
    "Given",
    "MoneyLine",
    "Quote",
    "SecondPerson",
    "add_up",
    "apportion",
    "approvals_of",
    "audit",
    "balance",
    "books",
    "chargebacks_of",
    "currencies_of",
    "cut",
    "earnings",
    "full_rib",
    "given_if",
    "given_so_far",
    "has_second_person",
    "held_parts",
    "money_lines",
    "movements",
    "needs_approval",
    "open_payment",
    "part_of_payment",
    "parts_of",
    "payer_debts",
    "payout_method",
    "price_up",
    "quote",
    "rate_in_force",
    "rates",
    "ready_gateways",
    "second_person",
    "share",
    "share_out",
    "share_part",
    "stale_payments",
    "to_foreign",
    "unsent_refunds",
    "wallet_of",
]
