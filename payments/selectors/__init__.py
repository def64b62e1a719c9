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
from payments.selectors.chargebacks import chargebacks_of, payer_debts
from payments.selectors.corrections import Effect, effects
from payments.selectors.gateways import GatewayStatus, gateway_statuses, known_gateways
from payments.selectors.holds import is_on_hold, last_run, open_hold
from payments.selectors.lists import movements, open_payment, stale_payments, stripe_account, unsent_refunds
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
from payments.selectors.trace import Step, trace, trace_deal
from payments.selectors.trial import TrialBalance, TrialLine, trial_balance, trial_sheet
from payments.selectors.warnings import head, unsealed, warnings
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
    "Effect",
    "Finding",
    "FullQuote",
    "GatewayStatus",
    "Given",
    "MoneyLine",
    "Open",
    "Pricing",
    "Quote",
    "SecondPerson",
    "Step",
    "TrialBalance",
    "TrialLine",
    "Way",
    "add_up",
    "ageing",
    "apportion",
    "approvals_of",
    "audit",
    "balance",
    "batches",
    "books",
    "chargebacks_of",
    "configured_gateways",
    "currencies_of",
    "cut",
    "draining_gateways",
    "due_schedules",
    "earnings",
    "effects",
    "escrow_quote",
    "full_quote",
    "gateway_statuses",
    "given_if",
    "given_so_far",
    "has_second_person",
    "head",
    "held_parts",
    "is_on_hold",
    "is_usable",
    "known_gateways",
    "label_of",
    "last_run",
    "late_payouts",
    "mode_of",
    "money_lines",
    "movements",
    "needs_approval",
    "open_hold",
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
    "register_check",
    "running_with",
    "schedule_of",
    "second_person",
    "share",
    "share_out",
    "share_part",
    "stale_payments",
    "stripe_account",
    "to_foreign",
    "trace",
    "trace_deal",
    "trial_balance",
    "trial_sheet",
    "unknown_first",
    "unsealed",
    "unsent_refunds",
    "wallet_of",
    "warnings",
    "ways_to_pay",
]
