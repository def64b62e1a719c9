"""Reads of the house bank: prices, balances, books, the auditor."""

from payments.selectors.ageing import Open, ageing
from payments.selectors.approvals import (
    SecondPerson,
    approvals_of,
    has_second_person,
    needs_approval,
    second_person,
)
from payments.selectors.audit import Finding, audit, register_check
from payments.selectors.balances import Earnings, balance, earnings, wallet_of
from payments.selectors.books import Books, MoneyLine, books, money_lines
from payments.selectors.corrections import Effect, effects
from payments.selectors.holds import is_on_hold, last_run, open_hold
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
from payments.selectors.rates import currencies_of, part_of_payment, rate_in_force, rates, to_foreign
from payments.selectors.trace import Step, trace, trace_deal
from payments.selectors.trial import TrialBalance, TrialLine, trial_balance, trial_sheet
from payments.selectors.warnings import head, unsealed, warnings

__all__ = [
    "Books",
    "Earnings",
    "Effect",
    "Finding",
    "MoneyLine",
    "Open",
    "Quote",
    "SecondPerson",
    "Step",
    "TrialBalance",
    "TrialLine",
    "ageing",
    "approvals_of",
    "audit",
    "balance",
    "books",
    "currencies_of",
    "earnings",
    "effects",
    "full_rib",
    "has_second_person",
    "head",
    "is_on_hold",
    "last_run",
    "money_lines",
    "movements",
    "needs_approval",
    "open_hold",
    "open_payment",
    "part_of_payment",
    "payout_method",
    "price_up",
    "quote",
    "rate_in_force",
    "rates",
    "ready_gateways",
    "register_check",
    "second_person",
    "share",
    "stale_payments",
    "to_foreign",
    "trace",
    "trace_deal",
    "trial_balance",
    "trial_sheet",
    "unsealed",
    "unsent_refunds",
    "wallet_of",
    "warnings",
]
