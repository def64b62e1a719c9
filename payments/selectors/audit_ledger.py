"""Checks inside the ledger: does it add up by itself?"""

LEDGER_CHECKS = {
    "unbalanced_transaction": """
        SELECT t.key, 0, coalesce(sum(e.amount_centimes), 0) || ' in ' || count(e.id) || ' legs'
          FROM payments_ledgertransaction t LEFT JOIN payments_ledgerentry e ON e.transaction_id = t.id
         GROUP BY t.id, t.key HAVING coalesce(sum(e.amount_centimes), 0) <> 0 OR count(e.id) < 2""",
    "mixed_currency": """
        SELECT t.key, t.currency, string_agg(DISTINCT a.currency, ' ')
          FROM payments_ledgertransaction t JOIN payments_ledgerentry e ON e.transaction_id = t.id
          JOIN payments_ledgeraccount a ON a.id = e.account_id
         WHERE a.currency <> t.currency GROUP BY t.id, t.key, t.currency""",
    "balance_drift": """
        SELECT a.kind || ' ' || a.owner, coalesce(sum(e.amount_centimes), 0), a.balance_centimes
          FROM payments_ledgeraccount a LEFT JOIN payments_ledgerentry e ON e.account_id = a.id
         WHERE NOT a.is_summed GROUP BY a.id
        HAVING a.balance_centimes <> coalesce(sum(e.amount_centimes), 0)""",
    "broken_running_balance": """
        SELECT 'entry ' || id, wanted, balance_after_centimes FROM (
            SELECT e.id, e.balance_after_centimes,
                   sum(e.amount_centimes) OVER (PARTITION BY e.account_id ORDER BY e.id) AS wanted
              FROM payments_ledgerentry e JOIN payments_ledgeraccount a ON a.id = e.account_id
             WHERE NOT a.is_summed) chain
         WHERE balance_after_centimes IS DISTINCT FROM wanted ORDER BY id""",
    "negative_balance": """
        SELECT a.kind || ' ' || a.owner, '>= 0',
               CASE WHEN a.is_summed THEN coalesce(sum(e.amount_centimes), 0) ELSE a.balance_centimes END
          FROM payments_ledgeraccount a LEFT JOIN payments_ledgerentry e ON e.account_id = a.id
         WHERE a.kind NOT IN ('provider_clearing', 'bank', 'chargebacks', 'exchange', 'provider_costs')
         GROUP BY a.id
        HAVING CASE WHEN a.is_summed THEN coalesce(sum(e.amount_centimes), 0)
                    ELSE a.balance_centimes END < 0""",
    "account_flags": """
        SELECT kind || ' ' || owner, 'as its kind', 'negative ' || may_be_negative || ', summed ' || is_summed
          FROM payments_ledgeraccount
         WHERE may_be_negative <> (kind IN (
               'provider_clearing', 'bank', 'chargebacks', 'exchange', 'provider_costs'))
            OR is_summed <> (kind IN (
               'provider_clearing', 'bank', 'chargebacks', 'exchange', 'provider_costs', 'plan_fees',
               'payouts_in_transit', 'refunds_in_transit', 'platform_fees', 'vat_due', 'tax_withheld'))""",
    "money_out_of_nowhere": """
        SELECT currency, 0, sum(n) FROM (
            SELECT a.currency, e.amount_centimes AS n
              FROM payments_ledgerentry e JOIN payments_ledgeraccount a ON a.id = e.account_id) every_leg
         GROUP BY currency HAVING sum(n) <> 0""",
    "laws_switched_off": """
        SELECT wanted.name, 'on', 'missing or off'
          FROM (VALUES ('payments_ledgertransaction', 'ledger_no_change'),
                       ('payments_ledgertransaction', 'ledger_no_truncate'),
                       ('payments_ledgertransaction', 'ledger_balanced'),
                       ('payments_ledgerentry', 'ledger_no_change'),
                       ('payments_ledgerentry', 'ledger_no_truncate'),
                       ('payments_ledgerentry', 'ledger_balanced'),
                       ('payments_ledgerentry', 'ledger_move'),
                       ('payments_ledgertransaction', 'ledger_gate'),
                       ('payments_ledgerseal', 'ledger_no_change'),
                       ('payments_ledgerseal', 'ledger_no_truncate'),
                       ('payments_auditrun', 'ledger_no_change'),
                       ('payments_auditrun', 'ledger_no_truncate'),
                       ('payments_ledgerhold', 'ledger_no_change'),
                       ('payments_ledgerhold', 'ledger_no_delete'),
                       ('payments_ledgerhold', 'ledger_no_truncate'),
                       ('payments_ledgercorrection', 'ledger_no_change'),
                       ('payments_ledgercorrection', 'ledger_no_delete'),
                       ('payments_ledgercorrection', 'ledger_no_truncate'),
                       ('payments_ledgeraccount', 'ledger_guard_account'),
                       ('payments_ledgeraccount', 'ledger_no_delete'),
                       ('payments_ledgeraccount', 'ledger_no_truncate')) AS law(place, trigger)
         CROSS JOIN LATERAL (SELECT law.place || '.' || law.trigger AS name) wanted
         WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = law.place::regclass
                              AND t.tgname = law.trigger AND t.tgenabled IN ('O', 'A'))""",
}
