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
from payments.selectors.lists import movements, open_payment, ready_gateways, stale_payments, unsent_refunds
from payments.selectors.methods import (
    is_usable,
    payout_address,
    payout_kinds,
    payout_method,
    payout_methods,
    schedule_of,
)
from payments.selectors.nets import (
    FullQuote,
    Pricing,
    escrow_quote,
    full_quote,
    pricing,
    pricing_of,
    running_with,
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
from payments.selectors.payouts import batches, due_schedules, late_payouts, payouts_to_batch, unknown_first
from payments.selectors.quotes import Quote, price_up, quote, share
from payments.selectors.rates import currencies_of, part_of_payment, rate_in_force, rates, to_foreign

__all__ = [
    "Books",
    "Earnings",
    "Finding",
    "FullQuote",
    "Given",
    "MoneyLine",
    "Pricing",
    "Quote",
    "SecondPerson",
    "add_up",
    "apportion",
    "approvals_of",
    "audit",
    "balance",
    "batches",
    "books",
    "chargebacks_of",
    "currencies_of",
    "cut",
    "due_schedules",
    "earnings",
    "escrow_quote",
    "full_quote",
    "given_if",
    "given_so_far",
    "has_second_person",
    "held_parts",
    "is_usable",
    "late_payouts",
    "money_lines",
    "movements",
    "needs_approval",
    "open_payment",
    "part_of_payment",
    "parts_of",
    "payer_debts",
    "payout_address",
    "payout_kinds",
    "payout_method",
    "payout_methods",
    "payouts_to_batch",
    "price_up",
    "pricing",
    "pricing_of",
    "quote",
    "rate_in_force",
    "rates",
    "ready_gateways",
    "running_with",
    "schedule_of",
    "second_person",
    "share",
    "share_out",
    "share_part",
    "stale_payments",
    "to_foreign",
    "unknown_first",
    "unsent_refunds",
    "wallet_of",
]
