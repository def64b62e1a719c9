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
from payments.selectors.gateways import GatewayStatus, gateway_statuses, known_gateways
from payments.selectors.lists import (
    full_rib,
    movements,
    open_payment,
    payout_method,
    stale_payments,
    unsent_refunds,
)
from payments.selectors.quotes import Quote, price_up, quote, share
from payments.selectors.rates import currencies_of, part_of_payment, rate_in_force, rates, to_foreign
from payments.selectors.ways import (
    Way,
    configured_gateways,
    draining_gateways,
    label_of,
    mode_of,
    ready_gateways,
    ways_to_pay,
)

__all__ = [
    "Books",
    "Earnings",
    "Finding",
    "GatewayStatus",
    "MoneyLine",
    "Quote",
    "SecondPerson",
    "Way",
    "approvals_of",
    "audit",
    "balance",
    "books",
    "configured_gateways",
    "currencies_of",
    "draining_gateways",
    "earnings",
    "full_rib",
    "gateway_statuses",
    "has_second_person",
    "known_gateways",
    "label_of",
    "mode_of",
    "money_lines",
    "movements",
    "needs_approval",
    "open_payment",
    "part_of_payment",
    "payout_method",
    "price_up",
    "quote",
    "rate_in_force",
    "rates",
    "ready_gateways",
    "second_person",
    "share",
    "stale_payments",
    "to_foreign",
    "unsent_refunds",
    "wallet_of",
    "ways_to_pay",
]
