-- The ledger's laws, kept by PostgreSQL (15 or newer). docs/money.md explains them in words.

-- 1. Nothing is ever changed or removed. Only a session that says so when it connects (the test runner,
--    which empties its own database between tests) may TRUNCATE.
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('ledger.may_truncate', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON payments_ledgertransaction
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON payments_ledgertransaction
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON payments_ledgerentry
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON payments_ledgerentry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON payments_ledgeraccount
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON payments_ledgeraccount
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- 2. A balance moves only because an entry arrived. The entry's own trigger moves it, so an UPDATE at trigger
--    depth 1 (somebody's statement) is refused and one at depth 2 (ledger_move) passes.
CREATE FUNCTION ledger_guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.balance_centimes <> 0 THEN
      RAISE EXCEPTION 'a ledger account opens at zero' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF pg_trigger_depth() < 2 OR (OLD.id, OLD.kind, OLD.owner, OLD.currency, OLD.may_be_negative, OLD.is_summed)
      IS DISTINCT FROM (NEW.id, NEW.kind, NEW.owner, NEW.currency, NEW.may_be_negative, NEW.is_summed) THEN
    RAISE EXCEPTION 'a ledger account changes only through its entries' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_guard_account BEFORE INSERT OR UPDATE ON payments_ledgeraccount
  FOR EACH ROW EXECUTE FUNCTION ledger_guard_account();

CREATE FUNCTION ledger_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.balance_after_centimes := NULL;
  UPDATE payments_ledgeraccount SET balance_centimes = balance_centimes + NEW.amount_centimes
   WHERE id = NEW.account_id AND NOT is_summed
  RETURNING balance_centimes INTO NEW.balance_after_centimes;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_move BEFORE INSERT ON payments_ledgerentry
  FOR EACH ROW EXECUTE FUNCTION ledger_move();

-- 3. At commit every transaction touched has two legs or more, one currency, and adds up to zero.
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid;
  n_legs int;
  total numeric;
  n_foreign int;
BEGIN
  IF TG_TABLE_NAME = 'payments_ledgerentry' THEN which := NEW.transaction_id; ELSE which := NEW.id; END IF;
  SELECT count(*), sum(e.amount_centimes), count(*) FILTER (WHERE a.currency <> t.currency)
    INTO n_legs, total, n_foreign
    FROM payments_ledgertransaction t
    JOIN payments_ledgerentry e ON e.transaction_id = t.id
    JOIN payments_ledgeraccount a ON a.id = e.account_id
   WHERE t.id = which;
  IF n_legs < 2 OR total <> 0 OR n_foreign > 0 THEN
    RAISE EXCEPTION 'ledger transaction %: % legs, sum %, % in another currency', which, n_legs, total, n_foreign
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON payments_ledgertransaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON payments_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balanced();

-- 4. A key that was used answers with its transaction, when it is asked for the same movement.
CREATE FUNCTION ledger_replayed(
  p_key text, p_kind text, p_currency text, p_deal uuid, p_kinds text[], p_owners text[], p_amounts bigint[]
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  known uuid;
  n_same int;
  n_legs int;
BEGIN
  SELECT t.id INTO known FROM payments_ledgertransaction t
   WHERE t.key = p_key AND t.kind = p_kind AND t.currency = p_currency AND t.deal_id IS NOT DISTINCT FROM p_deal;
  SELECT count(*), count(x.amount) INTO n_legs, n_same
    FROM payments_ledgerentry e
    JOIN payments_ledgeraccount a ON a.id = e.account_id
    LEFT JOIN unnest(p_kinds, p_owners, p_amounts) AS x(kind, owner, amount)
      ON x.kind = a.kind AND x.owner = a.owner AND x.amount = e.amount_centimes
   WHERE e.transaction_id = known;
  IF known IS NULL OR n_legs <> cardinality(p_amounts) OR n_same <> n_legs THEN
    RAISE EXCEPTION 'ledger key % was used for another movement', p_key USING ERRCODE = 'unique_violation';
  END IF;
  RETURN known;
END $$;

-- 5. ledger_post: one round trip. Claims the key, opens accounts that are new, locks kept balances in id order,
--    writes the legs. Legs are three arrays of one length: account kind, account owner, amount.
CREATE FUNCTION ledger_post(
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
  SELECT x.kind, x.owner, p_currency, 0, x.kind IN ('provider_clearing', 'bank'),
         x.kind IN ('provider_clearing', 'bank', 'payouts_in_transit', 'refunds_in_transit', 'platform_fees',
                    'vat_due', 'tax_withheld')
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
