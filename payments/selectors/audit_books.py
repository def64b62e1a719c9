"""Checks between the ledger and the tables that tell its story: escrows, payments, refunds, payouts."""

BOOK_CHECKS = {
    # What an escrow's account holds is the sum of the parts that are still held.
    "escrow_balance": """
        SELECT 'escrow ' || e.id || ' ' || e.state, coalesce(held.n, 0), coalesce(a.balance_centimes, 0)
          FROM payments_escrow e
          LEFT JOIN (SELECT escrow_id, sum(price_centimes + brand_fee_centimes + brand_vat_centimes) AS n
                       FROM payments_escrowpart WHERE state = 'held' GROUP BY escrow_id) held
                 ON held.escrow_id = e.id
          LEFT JOIN payments_ledgeraccount a
                 ON a.kind = 'escrow' AND a.owner = e.id::text AND a.currency = e.currency
         WHERE coalesce(a.balance_centimes, 0) <> coalesce(held.n, 0)""",
    # Money went in once, and out once for each part, as the states say, whatever the keys are called.
    "escrow_moves": """
        SELECT 'escrow ' || e.id || ' ' || e.state, wanted_in || ' in, ' || wanted_out || ' out',
               coalesce(n_in, 0) || ' in, ' || coalesce(n_out, 0) || ' out'
          FROM (SELECT e.id, e.state, (e.state NOT IN ('pending', 'cancelled'))::int AS wanted_in,
                       count(p.id) FILTER (WHERE p.state IN ('released', 'refunded', 'split')) AS wanted_out
                  FROM payments_escrow e LEFT JOIN payments_escrowpart p ON p.escrow_id = e.id
                 GROUP BY e.id) e
          LEFT JOIN (SELECT a.owner, count(*) FILTER (WHERE l.amount_centimes > 0) AS n_in,
                            count(*) FILTER (WHERE l.amount_centimes < 0) AS n_out
                       FROM payments_ledgeraccount a JOIN payments_ledgerentry l ON l.account_id = a.id
                      WHERE a.kind = 'escrow' GROUP BY a.owner) seen ON seen.owner = e.id::text
         WHERE (coalesce(n_in, 0), coalesce(n_out, 0)) <> (wanted_in, wanted_out)""",
    # The transaction that closed a part is of the kind its state names, and took exactly the part.
    "escrow_closed_otherwise": """
        SELECT 'part ' || p.id || ' of escrow ' || p.escrow_id,
               p.state || ' ' || p.price_centimes + p.brand_fee_centimes + p.brand_vat_centimes,
               coalesce(t.kind, 'no transaction') || ' ' || coalesce(-l.amount_centimes, 0)
          FROM payments_escrowpart p LEFT JOIN payments_ledgertransaction t ON t.key = 'close:' || p.id
          LEFT JOIN payments_ledgeraccount a ON a.kind = 'escrow' AND a.owner = p.escrow_id::text
                AND a.currency = t.currency
          LEFT JOIN payments_ledgerentry l ON l.transaction_id = t.id AND l.account_id = a.id
         WHERE coalesce(t.kind, '') <> CASE p.state WHEN 'released' THEN 'release'
               WHEN 'refunded' THEN 'refund' WHEN 'split' THEN 'split' ELSE '' END
            OR (t.id IS NOT NULL AND coalesce(-l.amount_centimes, 0)
                                  <> p.price_centimes + p.brand_fee_centimes + p.brand_vat_centimes)""",
    # The parts are their escrow: every column adds up, and its state is what theirs make of it.
    "escrow_parts": """
        SELECT 'escrow ' || e.id, e.state || ' ' || e.price_centimes || ' ' || e.brand_fee_centimes || ' '
                 || e.brand_vat_centimes || ' ' || e.influencer_fee_centimes || ' '
                 || e.influencer_vat_centimes,
               CASE WHEN p.n_states = 1 THEN p.any_state WHEN p.n_held > 0 THEN 'held' ELSE 'split' END
                 || ' ' || p.price || ' ' || p.brand_fee || ' ' || p.brand_vat || ' ' || p.influencer_fee
                 || ' ' || p.influencer_vat
          FROM payments_escrow e
          LEFT JOIN (SELECT escrow_id, count(DISTINCT state) AS n_states, min(state) AS any_state,
                            count(*) FILTER (WHERE state = 'held') AS n_held, sum(price_centimes) AS price,
                            sum(brand_fee_centimes) AS brand_fee, sum(brand_vat_centimes) AS brand_vat,
                            sum(influencer_fee_centimes) AS influencer_fee,
                            sum(influencer_vat_centimes) AS influencer_vat
                       FROM payments_escrowpart GROUP BY escrow_id) p ON p.escrow_id = e.id
         WHERE (e.price_centimes, e.brand_fee_centimes, e.brand_vat_centimes, e.influencer_fee_centimes,
                e.influencer_vat_centimes)
               IS DISTINCT FROM (p.price, p.brand_fee, p.brand_vat, p.influencer_fee, p.influencer_vat)
            OR e.state <> CASE WHEN p.n_states = 1 THEN p.any_state
                               WHEN p.n_held > 0 THEN 'held' ELSE 'split' END""",
    # What the influencer got of a part is what the part says.
    "part_given_otherwise": """
        SELECT 'part ' || id, state, coalesce(given_centimes || ' of ' || price_centimes, 'nothing')
          FROM payments_escrowpart
         WHERE given_centimes IS DISTINCT FROM CASE state WHEN 'released' THEN price_centimes
               WHEN 'refunded' THEN 0 WHEN 'split' THEN given_centimes END
            OR (state = 'split' AND given_centimes IS NULL)""",
    # Nothing stays between two steps of one transaction.
    "escrow_stuck": """
        SELECT 'escrow ' || id, 'a state between transactions', state
          FROM payments_escrow WHERE state IN ('releasing', 'refunding', 'splitting')
        UNION ALL
        SELECT 'part ' || id, 'a state between transactions', state
          FROM payments_escrowpart WHERE state IN ('releasing', 'refunding', 'splitting')""",
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
    # What banks took back is on an account of its own, less what covered it, until it is won or settled.
    "chargeback_balance": """
        SELECT 'chargeback ' || c.id || ' ' || c.state, c.owed, coalesce(-seen.n, 0)
          FROM (SELECT id, state, currency,
                       CASE WHEN state = 'won' OR settled_at IS NOT NULL THEN 0
                            ELSE amount_centimes - covered_centimes END AS owed
                  FROM payments_chargeback) c
          LEFT JOIN (SELECT a.owner, a.currency, sum(l.amount_centimes) AS n
                       FROM payments_ledgeraccount a JOIN payments_ledgerentry l ON l.account_id = a.id
                      WHERE a.kind = 'chargebacks' GROUP BY a.owner, a.currency) seen
                 ON seen.owner = c.id::text AND seen.currency = c.currency
         WHERE coalesce(-seen.n, 0) <> c.owed""",
    "chargeback_of_nothing": """
        SELECT 'chargebacks ' || a.owner || ' ' || a.currency, 0, sum(l.amount_centimes)
          FROM payments_ledgeraccount a JOIN payments_ledgerentry l ON l.account_id = a.id
          LEFT JOIN payments_chargeback c ON c.id::text = a.owner AND c.currency = a.currency
         WHERE a.kind = 'chargebacks' AND c.id IS NULL
         GROUP BY a.id HAVING sum(l.amount_centimes) <> 0""",
    "chargeback_unfrozen": """
        SELECT 'escrow ' || e.id, 'frozen', 'free'
          FROM payments_escrow e JOIN payments_payment p ON p.escrow_id = e.id AND p.is_credited
          JOIN payments_chargeback c ON c.payment_id = p.id AND c.state = 'opened'
         WHERE e.state = 'held' AND e.charged_back_at IS NULL""",
    # A conversion is two transactions of what it says, in the rate's currency and ours, through one account.
    # A part that goes back is counted from what was charged, which was rounded itself: half a minor unit for
    # that, and half for where the part begins and where it ends.
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
                        ELSE s.n * r.dirhams + b.n END) > 1.5 * r.dirhams""",
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
