"""Writes of the house bank.

One lock order, in every service: provider event, escrow (which guards its parts), approval, payment,
chargeback, refund, wallet, payout batch, payout, and last the ledger (its key, then its accounts by id).
Callers above lock their own rows before they call.
"""

from payments.services.approvals import (
    approve_spending,
    ask_approval,
    expire_approvals,
    refuse_spending,
    set_limit,
)
from payments.services.audits import ask_lift, insist_money_moves, lift_hold, run_audit
from payments.services.batches import (
    build_batch,
    cancel_batch,
    fetch_payout_file,
    mark_batch_sent,
    release_batch,
    settle_batch,
)
from payments.services.chargebacks import record_dispute, settle_chargeback
from payments.services.closings import (
    refund,
    refund_part,
    release,
    release_part,
    retain_until,
    split,
    split_part,
)
from payments.services.connected import (
    AccountNews,
    be_paid_by_stripe,
    note_stripe_account,
    open_stripe_account,
)
from payments.services.corrections import (
    approve_correction,
    propose_correction,
    refuse_correction,
    reverse_transaction,
)
from payments.services.escrows import cancel_escrow, freeze_escrow, open_escrow, thaw_escrow
from payments.services.exchange import Side, exchange
from payments.services.fees import add_fees
from payments.services.inbox import (
    handle_provider_event,
    replay_provider_event,
    store_provider_event,
    unpark_provider_events,
)
from payments.services.journal import seal_all, seal_ledger
from payments.services.ledger import Leg, post
from payments.services.methods import (
    add_payout_method,
    add_provider_method,
    check_rib,
    remove_payout_method,
    set_default_method,
)
from payments.services.payments import (
    create_payment,
    expire_payment,
    mark_unknown,
    note_action,
    record_report,
)
from payments.services.payout_ends import fail_payout, note_answer, record_payout_report, settle_payout
from payments.services.payouts import (
    approve_payout,
    arrives_on,
    cancel_payout,
    delay_payout,
    postpone_payout,
    request_payout,
)
from payments.services.rates import Rate, add_rate, store_rates
from payments.services.refunds import (
    begin_refund,
    fail_refund,
    postpone_refund,
    retry_refund,
    return_parked,
    settle_refund,
)
from payments.services.reports import Report
from payments.services.schedules import Wish, open_schedules, run_schedule, set_schedule
from payments.services.sending import begin_payout, due_payouts, send_payout
from payments.services.switches import switch_gateway
from payments.services.wallets import open_wallet, remove_holder, set_brand_fee, set_holder

__all__ = [
    "AccountNews",
    "Leg",
    "Rate",
    "Report",
    "Side",
    "Wish",
    "add_fees",
    "add_payout_method",
    "add_provider_method",
    "add_rate",
    "approve_correction",
    "approve_payout",
    "approve_spending",
    "arrives_on",
    "ask_approval",
    "ask_lift",
    "be_paid_by_stripe",
    "begin_payout",
    "begin_refund",
    "build_batch",
    "cancel_batch",
    "cancel_escrow",
    "cancel_payout",
    "check_rib",
    "create_payment",
    "delay_payout",
    "due_payouts",
    "exchange",
    "expire_approvals",
    "expire_payment",
    "fail_payout",
    "fail_refund",
    "fetch_payout_file",
    "freeze_escrow",
    "handle_provider_event",
    "insist_money_moves",
    "lift_hold",
    "mark_batch_sent",
    "mark_unknown",
    "note_action",
    "note_answer",
    "note_stripe_account",
    "open_escrow",
    "open_schedules",
    "open_stripe_account",
    "open_wallet",
    "post",
    "postpone_payout",
    "postpone_refund",
    "propose_correction",
    "record_dispute",
    "record_payout_report",
    "record_report",
    "refund",
    "refund_part",
    "refuse_correction",
    "refuse_spending",
    "release",
    "release_batch",
    "release_part",
    "remove_holder",
    "remove_payout_method",
    "replay_provider_event",
    "request_payout",
    "retain_until",
    "retry_refund",
    "return_parked",
    "reverse_transaction",
    "run_audit",
    "run_schedule",
    "seal_all",
    "seal_ledger",
    "send_payout",
    "set_brand_fee",
    "set_default_method",
    "set_holder",
    "set_limit",
    "set_schedule",
    "settle_batch",
    "settle_chargeback",
    "settle_payout",
    "settle_refund",
    "split",
    "split_part",
    "store_provider_event",
    "store_rates",
    "switch_gateway",
    "thaw_escrow",
    "unpark_provider_events",
]
