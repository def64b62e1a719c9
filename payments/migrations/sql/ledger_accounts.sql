-- ledger_post once more, for the accounts that came later (chargebacks, exchange, costs, plans).
CREATE OR REPLACE FUNCTION ledger_post(
  p_id uuid, p_at timestamptz, p_key text, p_kind text, p_currency text, p_deal uuid, p_reason text,
  p_kinds text[], p_owners text[], p_amounts bigint[]
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  n_written int;
BEGIN
  INSERT INTO payments_ledgertransaction (id, key, kind, currency, deal_id, reason, made_at)
  VALUES (p_id, p_key, p_kind, p_currency, p_deal, p_reason, p_at) ON CONFLICT (key) DO NOTHING;
  IF NOT FOUND THEN
    RETURN ledger_replayed(p_key, p_kind, p_currency, p_deal, p_kinds, p_owners, p_amounts);
  END IF;

  INSERT INTO payments_ledgeraccount (kind, owner, currency, balance_centimes, may_be_negative, is_summed)
  SELECT x.kind, x.owner, p_currency, 0, 
         x.kind IN ('provider_clearing', 'bank', 'chargebacks', 'exchange', 'provider_costs'),
         x.kind IN ('provider_clearing', 'bank', 'chargebacks', 'exchange', 'provider_costs', 'plan_fees',
                    'payouts_in_transit', 'refunds_in_transit', 'platform_fees', 'vat_due', 'tax_withheld')
    FROM unnest(p_kinds, p_owners) AS x(kind, owner)
   WHERE NOT EXISTS (SELECT FROM payments_ledgeraccount a
                      WHERE a.kind = x.kind AND a.owner = x.owner AND a.currency = p_currency)
   ORDER BY x.kind, x.owner
  ON CONFLICT (kind, owner, currency) DO NOTHING;

  PERFORM FROM payments_ledgeraccount a JOIN unnest(p_kinds, p_owners) AS x(kind, owner)
      ON a.kind = x.kind AND a.owner = x.owner AND a.currency = p_currency
   WHERE NOT a.is_summed ORDER BY a.id FOR NO KEY UPDATE OF a;

  INSERT INTO payments_ledgerentry (transaction_id, position, account_id, amount_centimes)
  SELECT p_id, x.place, a.id, x.amount
    FROM unnest(p_kinds, p_owners, p_amounts) WITH ORDINALITY AS x(kind, owner, amount, place)
    JOIN payments_ledgeraccount a ON a.kind = x.kind AND a.owner = x.owner AND a.currency = p_currency
   ORDER BY a.id;
  GET DIAGNOSTICS n_written = ROW_COUNT;

  IF n_written <> cardinality(p_amounts) OR (SELECT sum(x) FROM unnest(p_amounts) AS x) <> 0 THEN
    RAISE EXCEPTION 'ledger movement % does not balance', p_key USING ERRCODE = 'check_violation';
  END IF;
  RETURN p_id;
END $$;
