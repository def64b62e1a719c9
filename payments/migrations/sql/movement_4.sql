-- As before; a payout names where it goes, masked, and in `detail` the code of why it failed or is late.
CREATE VIEW payments_movement AS
SELECT 'payment-' || p.id AS id, 'payment' AS kind, e.payer_id AS wallet_id, p.id AS source_id, e.deal_id,
       e.title::text AS title,
       CASE WHEN p.state IN ('failed', 'expired') THEN 0 ELSE -p.amount_centimes END AS amount_centimes,
       p.currency::text AS currency,
       p.state::text AS state, p.made_at AS at, p.settled_at, p.failure::text AS detail
  FROM payments_payment p JOIN payments_escrow e ON e.id = p.escrow_id
UNION ALL
SELECT 'refund-' || r.id, 'refund', e.payer_id, r.id, e.deal_id, e.title::text, r.amount_centimes,
       r.currency::text, r.state::text, r.made_at, r.settled_at, r.reason::text
  FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id JOIN payments_escrow e ON e.id = p.escrow_id
UNION ALL
SELECT 'earning-' || q.id, 'earning', e.payee_id, q.id, e.deal_id, e.title::text,
       CASE WHEN q.state = 'held' THEN q.price_centimes - q.influencer_fee_centimes - q.influencer_vat_centimes
            ELSE coalesce((SELECT sum(l.amount_centimes)::bigint FROM payments_ledgertransaction t
                             JOIN payments_ledgerentry l ON l.transaction_id = t.id
                             JOIN payments_ledgeraccount a ON a.id = l.account_id
                            WHERE t.key = 'close:' || q.id AND a.kind = 'influencer_available'), 0) END,
       e.currency::text, q.state::text, coalesce(q.closed_at, e.held_at), q.closed_at,
       CASE WHEN q.name = 'whole' THEN '' ELSE q.name END::text
  FROM payments_escrow e JOIN payments_escrowpart q ON q.escrow_id = e.id WHERE e.held_at IS NOT NULL
UNION ALL
SELECT 'payout-' || o.id, 'payout', o.wallet_id, o.id, NULL,
       (CASE m.kind WHEN 'paypal' THEN m.hint ELSE '•••• ' || m.hint END)::text,
       CASE WHEN o.state = 'failed' THEN 0 ELSE -o.amount_centimes END, o.currency::text,
       (CASE WHEN o.reason = 'cancelled_by_you' THEN 'cancelled' ELSE o.state END)::text,
       o.requested_at, o.settled_at, (CASE WHEN o.reason <> '' THEN o.reason ELSE o.delay END)::text
  FROM payments_payout o JOIN payments_payoutmethod m ON m.id = o.method_id;
