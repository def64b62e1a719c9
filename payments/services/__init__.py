"""Writes of the house bank.

One lock order, in every service: provider event, escrow (which guards its parts), approval, payment,
chargeback, refund, wallet, payout, and last the ledger (its key, then its accounts by id). Callers above lock
their own rows before they call.
"""

from payments.services.approvals import (
    approve_spending,
    ask_approval,
    expire_approvals,
    refuse_spending,
    set_limit,
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
from payments.services.escrows import cancel_escrow, freeze_escrow, open_escrow, thaw_escrow
from payments.services.exchange import Side, exchange
from payments.services.fees import add_fees
from payments.services.inbox import handle_provider_event, replay_provider_event, store_provider_event
from payments.services.ledger import Leg, post
from payments.services.methods import add_payout_method, check_rib
from payments.services.payments import (
    create_payment,
    expire_payment,
    mark_unknown,
    note_action,
    record_report,
)
from payments.services.payouts import (
    approve_payout,
    arrives_on,
    fail_payout,
    request_payout,
    send_payout,
    settle_payout,
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
from payments.services.wallets import open_wallet, remove_holder, set_brand_fee, set_holder

__all__ = [
    "Leg",
    "Rate",
    "Report",
    "Side",
    "add_fees",
    "add_payout_method",
    "add_rate",
    "approve_payout",
    "approve_spending",
    "arrives_on",
    "ask_approval",
    "begin_refund",
    "cancel_escrow",
    "check_rib",
    "create_payment",
    "exchange",
    "expire_approvals",
    "expire_payment",
    "fail_payout",
    "fail_refund",
    "freeze_escrow",
    "handle_provider_event",
    "mark_unknown",
    "note_action",
    "open_escrow",
    "open_wallet",
    "post",
    "postpone_refund",
    "record_dispute",
    "record_report",
    "refund",
    "refund_part",
    "refuse_spending",
    "release",
    "release_part",
    "remove_holder",
    "replay_provider_event",
    "request_payout",
    "retain_until",
    "retry_refund",
    "return_parked",
    "send_payout",
    "set_brand_fee",
    "set_holder",
    "set_limit",
    "settle_chargeback",
    "settle_payout",
    "settle_refund",
    "split",
    "split_part",
    "store_provider_event",
    "store_rates",
    "thaw_escrow",
]
