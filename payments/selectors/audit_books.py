"""Checks between the ledger and the tables that tell its story: escrows, payments, refunds, payouts."""

BOOK_CHECKS = {
    # A held escrow has its whole total on its account, every other one nothing.
    "escrow_balance": """
        SELECT 'escrow ' || e.id || ' ' || e.state,
               CASE WHEN e.state = 'held'
                    THEN e.price_centimes + e.brand_fee_centimes + e.brand_vat_centimes ELSE 0 END,
               coalesce(a.balance_centimes, 0)
          FROM payments_escrow e
          LEFT JOIN payments_ledgeraccount a
                 ON a.kind = 'escrow' AND a.owner = e.id::text AND a.currency = e.currency
         WHERE coalesce(a.balance_centimes, 0) <> CASE WHEN e.state = 'held'
               THEN e.price_centimes + e.brand_fee_centimes + e.brand_vat_centimes ELSE 0 END""",
    # Money went in once and out once, as the state says, whatever the keys are called.
    "escrow_moves": """
        SELECT 'escrow ' || e.id || ' ' || e.state, wanted_in || ' in, ' || wanted_out || ' out',
               coalesce(n_in, 0) || ' in, ' || coalesce(n_out, 0) || ' out'
          FROM (SELECT id, state, (state NOT IN ('pending', 'cancelled'))::int AS wanted_in,
                       (state IN ('released', 'refunded', 'split'))::int AS wanted_out
                  FROM payments_escrow) e
          LEFT JOIN (SELECT a.owner, count(*) FILTER (WHERE l.amount_centimes > 0) AS n_in,
                            count(*) FILTER (WHERE l.amount_centimes < 0) AS n_out
                       FROM payments_ledgeraccount a JOIN payments_ledgerentry l ON l.account_id = a.id
                      WHERE a.kind = 'escrow' GROUP BY a.owner) seen ON seen.owner = e.id::text
         WHERE (coalesce(n_in, 0), coalesce(n_out, 0)) <> (wanted_in, wanted_out)""",
    # The transaction that closed an escrow is of the kind its state names.
    "escrow_closed_otherwise": """
        SELECT 'escrow ' || e.id, e.state, coalesce(t.kind, 'no transaction')
          FROM payments_escrow e LEFT JOIN payments_ledgertransaction t ON t.key = 'close:' || e.id
         WHERE coalesce(t.kind, '') <> CASE e.state WHEN 'released' THEN 'release'
               WHEN 'refunded' THEN 'refund' WHEN 'split' THEN 'split' ELSE '' END""",
    # Nothing stays between two steps of one transaction.
    "escrow_stuck": """
        SELECT 'escrow ' || id, 'a state between transactions', state
          FROM payments_escrow WHERE state IN ('releasing', 'refunding', 'splitting')""",
    "escrow_of_nothing": """
        SELECT a.kind || ' ' || a.owner, 'an escrow', a.balance_centimes
          FROM payments_ledgeraccount a LEFT JOIN payments_escrow e ON e.id::text = a.owner
         WHERE a.kind = 'escrow' AND e.id IS NULL""",
    # What payers paid is what the providers owe us: credited to escrow or parked in suspense.
    "payment_not_booked": """
        SELECT 'payment ' || p.reference, p.amount_centimes, coalesce(-c.amount_centimes, 0)
          FROM payments_payment p
          LEFT JOIN payments_ledgertransaction t ON t.key = CASE WHEN NOT p.is_credited THEN 'park:' || p.id
                    WHEN p.rate_id IS NULL THEN 'fund:' || p.escrow_id ELSE 'fund-from:' || p.id END
          LEFT JOIN payments_ledgerentry c ON c.transaction_id = t.id AND c.account_id IN (
                    SELECT id FROM payments_ledgeraccount
                     WHERE kind = 'provider_clearing' AND owner = p.gateway)
         WHERE p.state = 'paid' AND p.amount_centimes <> coalesce(-c.amount_centimes, 0)""",
    "escrow_without_payment": """
        SELECT 'escrow ' || e.id || ' ' || e.state, (e.held_at IS NOT NULL)::int, count(p.id)
          FROM payments_escrow e LEFT JOIN payments_payment p ON p.escrow_id = e.id AND p.is_credited
                AND p.state = 'paid'
                AND (p.rate_id IS NOT NULL OR p.amount_centimes = p.escrow_centimes)
                AND p.escrow_centimes = e.price_centimes + e.brand_fee_centimes + e.brand_vat_centimes
         GROUP BY e.id HAVING count(p.id) <> (e.held_at IS NOT NULL)::int""",
    # Every payout is in the in-transit account while it is open, at the bank when paid, back when failed.
    "payout_in_transit": """
        SELECT 'payout ' || o.id || ' ' || o.state, o.wanted, coalesce(seen.n, 0)
          FROM (SELECT id, state,
                       CASE WHEN state IN ('paid', 'failed') THEN 0 ELSE amount_centimes END AS wanted
                  FROM payments_payout) o
          LEFT JOIN (SELECT split_part(t.key, ':', 2) AS payout, sum(l.amount_centimes) AS n
                       FROM payments_ledgertransaction t
                       JOIN payments_ledgerentry l ON l.transaction_id = t.id
                       JOIN payments_ledgeraccount a ON a.id = l.account_id
                      WHERE a.kind = 'payouts_in_transit'
                        AND split_part(t.key, ':', 1) IN ('payout', 'payout-end')
                      GROUP BY 1) seen ON seen.payout = o.id::text
         WHERE coalesce(seen.n, 0) <> o.wanted""",
    "payout_ended_otherwise": """
        SELECT 'payout ' || o.id, o.state, coalesce(t.kind, 'no transaction')
          FROM payments_payout o LEFT JOIN payments_ledgertransaction t ON t.key = 'payout-end:' || o.id
         WHERE coalesce(t.kind, '') <> CASE o.state WHEN 'paid' THEN 'payout_paid'
                                            WHEN 'failed' THEN 'payout_failed' ELSE '' END""",
    "payouts_in_transit_total": """
        SELECT 'payouts in transit', open.n, ledger.n
          FROM (SELECT coalesce(sum(amount_centimes), 0) AS n FROM payments_payout
                 WHERE state NOT IN ('paid', 'failed')) open,
               (SELECT coalesce(sum(l.amount_centimes), 0) AS n FROM payments_ledgerentry l
                  JOIN payments_ledgeraccount a ON a.id = l.account_id
                 WHERE a.kind = 'payouts_in_transit') ledger
         WHERE open.n <> ledger.n""",
    "refunds_in_transit_total": """
        SELECT 'refunds in transit ' || coalesce(open.currency, ledger.currency), coalesce(open.n, 0),
               coalesce(ledger.n, 0)
          FROM (SELECT currency, sum(amount_centimes) AS n FROM payments_refund
                 WHERE state <> 'done' GROUP BY currency) open
          FULL JOIN (SELECT a.currency, sum(l.amount_centimes) AS n FROM payments_ledgerentry l
                       JOIN payments_ledgeraccount a ON a.id = l.account_id
                      WHERE a.kind = 'refunds_in_transit' GROUP BY a.currency) ledger
                 ON ledger.currency = open.currency
         WHERE coalesce(open.n, 0) <> coalesce(ledger.n, 0)""",
    "refund_not_settled": """
        SELECT 'refund ' || r.id || ' ' || r.state, (r.state = 'done')::int, count(t.id)
          FROM payments_refund r LEFT JOIN payments_ledgertransaction t ON t.key = 'refund-settled:' || r.id
         GROUP BY r.id HAVING count(t.id) <> (r.state = 'done')::int""",
    "refunded_too_much": """
        SELECT 'payment ' || p.reference, '<= ' || p.amount_centimes, sum(r.amount_centimes)
          FROM payments_payment p JOIN payments_refund r ON r.payment_id = p.id
         WHERE p.state = 'paid' GROUP BY p.id HAVING sum(r.amount_centimes) > p.amount_centimes""",
    # A conversion is two transactions of what it says, in the rate's currency and ours, through one account.
    "exchange_otherwise": """
        SELECT 'exchange ' || x.id, x.sold_centimes || ' for ' || x.bought_centimes || ' at ' || r.dirhams,
               s.n || ' ' || s.currency || ' for ' || -b.n || ' ' || b.currency
          FROM payments_currencyexchange x JOIN payments_exchangerate r ON r.id = x.rate_id
          JOIN LATERAL (SELECT min(a.currency) AS currency, sum(l.amount_centimes) AS n
                          FROM payments_ledgerentry l JOIN payments_ledgeraccount a ON a.id = l.account_id
                         WHERE l.transaction_id = x.sold_id AND a.kind = 'exchange') s ON true
          JOIN LATERAL (SELECT min(a.currency) AS currency, sum(l.amount_centimes) AS n
                          FROM payments_ledgerentry l JOIN payments_ledgeraccount a ON a.id = l.account_id
                         WHERE l.transaction_id = x.bought_id AND a.kind = 'exchange') b ON true
         WHERE x.sold_centimes IS DISTINCT FROM s.n OR x.bought_centimes IS DISTINCT FROM -b.n
            OR NOT ((s.currency, b.currency) IN ((r.currency, 'MAD'), ('MAD', r.currency)))
            OR abs(CASE WHEN s.currency = 'MAD' THEN s.n + b.n * r.dirhams
                        ELSE s.n * r.dirhams + b.n END) > r.dirhams""",
    "exchange_alone": """
        SELECT t.key, 'an exchange', 'none'
          FROM payments_ledgertransaction t JOIN payments_ledgerentry l ON l.transaction_id = t.id
          JOIN payments_ledgeraccount a ON a.id = l.account_id
          LEFT JOIN payments_currencyexchange x ON t.id IN (x.sold_id, x.bought_id)
         WHERE a.kind = 'exchange' AND t.kind IN ('exchange', 'fund') AND x.id IS NULL""",
    "currency_differs": """
        SELECT 'payment ' || p.reference, e.currency, p.currency
          FROM payments_payment p JOIN payments_escrow e ON e.id = p.escrow_id
         WHERE (e.currency <> p.currency) <> (p.rate_id IS NOT NULL)
        UNION ALL
        SELECT 'refund ' || r.id, p.currency, r.currency
          FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id
         WHERE r.currency <> p.currency""",
}
