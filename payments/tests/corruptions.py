"""Ways to break the money with the laws switched off, and what the auditor must say to each."""

ESCROW_LEG = """(
    SELECT min(e.id) FROM payments_ledgerentry e
    JOIN payments_ledgeraccount a ON a.id = e.account_id WHERE a.kind = 'escrow')"""

CORRUPTIONS = {
    "a changed amount": (
        f"""
        UPDATE payments_ledgerentry SET amount_centimes = amount_centimes + 1 WHERE id =
        {ESCROW_LEG}""",
        {"balance_drift", "broken_running_balance", "money_out_of_nowhere", "unbalanced_transaction"},
    ),
    "a removed leg": (
        f"DELETE FROM payments_ledgerentry WHERE id = {ESCROW_LEG}",
        {"balance_drift", "escrow_moves", "unbalanced_transaction"},
    ),
    "a doubled leg": (
        f"""
        INSERT INTO payments_ledgerentry (transaction_id, position, account_id, amount_centimes,
        balance_after_centimes) SELECT transaction_id, 99, account_id, amount_centimes,
        balance_after_centimes FROM payments_ledgerentry WHERE id = {ESCROW_LEG}""",
        {"escrow_moves", "unbalanced_transaction"},
    ),
    "a release that was booked twice": (
        """
        INSERT INTO payments_ledgertransaction (id, key, kind, currency, deal_id, reason, made_at)
        SELECT gen_random_uuid(), 'twice', kind, currency, deal_id, reason, made_at
          FROM payments_ledgertransaction WHERE kind = 'release';
        INSERT INTO payments_ledgerentry (transaction_id, position, account_id, amount_centimes,
        balance_after_centimes)
        SELECT t.id, e.position, e.account_id, e.amount_centimes, e.balance_after_centimes
          FROM payments_ledgerentry e JOIN payments_ledgertransaction o ON o.id = e.transaction_id,
               payments_ledgertransaction t
         WHERE o.kind = 'release' AND o.key <> 'twice' AND t.key = 'twice'""",
        {"balance_drift", "escrow_moves"},
    ),
    "a transaction without legs": (
        """
        INSERT INTO payments_ledgertransaction (id, key, kind, currency, reason, made_at) VALUES
        (gen_random_uuid(), 'empty', 'fund', 'MAD', '', now())""",
        {"unbalanced_transaction"},
    ),
    "a drifted balance": (
        """
        UPDATE payments_ledgeraccount SET balance_centimes = balance_centimes + 5000 WHERE kind
        = 'influencer_available'""",
        {"balance_drift"},
    ),
    "a forged running balance": (
        """
        UPDATE payments_ledgerentry SET balance_after_centimes = 1 WHERE balance_after_centimes
        IS NOT NULL""",
        {"broken_running_balance"},
    ),
    "a foreign currency": (
        "UPDATE payments_ledgeraccount SET currency = 'EUR' WHERE kind = 'platform_fees'",
        {"mixed_currency"},
    ),
    "an account with other rights": (
        "UPDATE payments_ledgeraccount SET may_be_negative = true WHERE kind = 'escrow'",
        {"account_flags"},
    ),
    "an escrow that says it still holds": (
        "UPDATE payments_escrow SET state = 'held'; UPDATE payments_escrowpart SET state = 'held'",
        {"escrow_balance", "escrow_closed_otherwise", "escrow_moves", "part_given_otherwise"},
    ),
    "a release that became a refund": (
        "UPDATE payments_escrow SET state = 'refunded'; UPDATE payments_escrowpart SET state = 'refunded'",
        {"escrow_closed_otherwise", "part_given_otherwise"},
    ),
    "an escrow stuck half-way": (
        "UPDATE payments_escrow SET state = 'releasing'; UPDATE payments_escrowpart SET state = 'releasing'",
        {"escrow_closed_otherwise", "escrow_moves", "escrow_stuck", "part_given_otherwise"},
    ),
    "an escrow that says something else than its parts": (
        "UPDATE payments_escrow SET state = 'split'",
        {"escrow_parts"},
    ),
    "a part that was made larger": (
        "UPDATE payments_escrowpart SET brand_fee_centimes = brand_fee_centimes + 1",
        {"escrow_closed_otherwise", "escrow_parts"},
    ),
    "a part that says it gave less": (
        "UPDATE payments_escrowpart SET given_centimes = given_centimes - 1",
        {"part_given_otherwise"},
    ),
    "a chargeback nobody booked": (
        """
        INSERT INTO payments_chargeback (id, payment_id, gateway, provider_ref, amount_centimes,
        currency, reason, state, opened_at, covered_centimes, settlement, note) SELECT
        gen_random_uuid(), id, gateway, 'D1', 5, 'MAD', '', 'opened', now(), 0, '', ''
        FROM payments_payment""",
        {"chargeback_balance"},
    ),
    "a chargeback of nobody": (
        """
        INSERT INTO payments_ledgeraccount (kind, owner, currency, balance_centimes,
        may_be_negative, is_summed) VALUES ('chargebacks', 'x', 'MAD', 0, true, true);
        UPDATE payments_ledgerentry SET account_id = (SELECT id FROM payments_ledgeraccount WHERE
        kind = 'chargebacks') WHERE account_id = (SELECT id FROM payments_ledgeraccount WHERE
        kind = 'platform_fees')""",
        {"chargeback_of_nothing"},
    ),
    "an escrow account of nobody": (
        "UPDATE payments_ledgeraccount SET owner = gen_random_uuid() WHERE kind = 'escrow'",
        {"escrow_moves", "escrow_of_nothing"},
    ),
    "a payment for another amount": (
        "UPDATE payments_payment SET amount_centimes = amount_centimes - 1",
        {"escrow_without_payment", "payment_not_booked"},
    ),
    "a payment that was never booked": (
        """
        INSERT INTO payments_payment (id, escrow_id, gateway, reference, provider_ref,
        amount_centimes, escrow_centimes, currency, state, failure, is_credited, action, made_by_id, made_at)
        SELECT gen_random_uuid(), escrow_id, gateway, 'IMX', '', 5, 5, 'MAD', 'paid', '', false,
        '{}', made_by_id, now() FROM payments_payment""",
        {"payment_not_booked"},
    ),
    "a held escrow nobody paid": (
        "UPDATE payments_payment SET is_credited = false",
        {"escrow_without_payment", "payment_not_booked"},
    ),
    "a payout that says it is paid": (
        "UPDATE payments_payout SET state = 'paid' WHERE state = 'requested'",
        {"payout_ended_otherwise", "payout_in_transit", "payouts_in_transit_total"},
    ),
    "a paid payout that says it failed": (
        "UPDATE payments_payout SET state = 'failed', reason = 'other' WHERE state = 'paid'",
        {"payout_ended_otherwise"},
    ),
    "a payout for more": (
        """
        UPDATE payments_payout SET amount_centimes = amount_centimes * 2 WHERE state =
        'requested'""",
        {"payout_in_transit", "payouts_in_transit_total"},
    ),
    "a conversion of another amount": (
        """
        INSERT INTO payments_exchangerate (source, currency, "on", dirhams, fetched_at, note)
        VALUES ('bam', 'EUR', now(), 10, now(), '');
        INSERT INTO payments_currencyexchange (id, rate_id, sold_id, sold_centimes, bought_id,
        bought_centimes, made_at) SELECT gen_random_uuid(), (SELECT id FROM payments_exchangerate),
        min(id::text)::uuid, 1, max(id::text)::uuid, 10, now() FROM payments_ledgertransaction""",
        {"exchange_otherwise"},
    ),
    "a refund out of thin air": (
        """
        INSERT INTO payments_refund (id, payment_id, amount_centimes, currency, reason, failure,
        attempts, next_try_at, state, provider_ref, made_at) SELECT gen_random_uuid(), id,
        amount_centimes + 1, 'EUR', '', '', 0, now(), 'done', '', now() FROM payments_payment""",
        {"currency_differs", "refund_not_settled", "refunded_too_much"},
    ),
    "a refund still to be sent that nobody booked": (
        """
        INSERT INTO payments_refund (id, payment_id, amount_centimes, currency, reason, failure,
        attempts, next_try_at, state, provider_ref, made_at) SELECT gen_random_uuid(), id, 1,
        'MAD', '', '', 0, now(), 'requested', '', now() FROM payments_payment""",
        {"refunds_in_transit_total"},
    ),
    "a wallet below zero": (
        """
        ALTER TABLE payments_ledgeraccount DROP CONSTRAINT ledger_no_overdraft; UPDATE
        payments_ledgeraccount SET balance_centimes = -1 WHERE kind = 'influencer_available'""",
        {"balance_drift", "negative_balance"},
    ),
    "fees below zero": (
        """
        UPDATE payments_ledgerentry SET amount_centimes = -amount_centimes WHERE account_id =
        (SELECT id FROM payments_ledgeraccount WHERE kind = 'platform_fees')""",
        {"negative_balance", "unbalanced_transaction"},
    ),
    "a law switched off": (
        "ALTER TABLE payments_ledgerentry DISABLE TRIGGER ledger_no_change",
        {"laws_switched_off"},
    ),
    "a law taken away": (
        "DROP TRIGGER ledger_balanced ON payments_ledgertransaction",
        {"laws_switched_off"},
    ),
}
