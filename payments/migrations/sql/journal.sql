-- The chain of seals, holds, and corrections. docs/money.md explains them in words.

-- 1. What is sealed of a transaction: every column of it and of its legs, and whose accounts they are. JSON, so
--    that no value can pretend to be two.
CREATE FUNCTION ledger_leg(e payments_ledgerentry, a payments_ledgeraccount) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(e.id, e.position, e.account_id, a.kind, a.owner, a.currency, e.amount_centimes,
                           e.balance_after_centimes)
$$;

CREATE FUNCTION ledger_digest(t payments_ledgertransaction, legs jsonb) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(jsonb_build_array(t.id, t.key, t.kind, t.currency, t.deal_id, t.reason,
                (extract(epoch FROM t.made_at) * 1000000)::bigint, legs)::text, 'UTF8'))
$$;

-- 2. ledger_seal: links what is committed and not linked yet, oldest id first. Ids are not the order of commits:
--    what commits late is linked later, and nothing waits for it. One at a time; whoever comes second waits
--    and, in a statement of its own, sees what the first has linked. Writers are not touched.
CREATE FUNCTION ledger_seal(p_since uuid, p_at timestamptz, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  n_sealed int := 0;
  head record;
  last_hash bytea;
  last_number bigint;
  fresh uuid[];
  one record;
BEGIN
  PERFORM pg_advisory_xact_lock(7250550001);
  SELECT s.sequence, s.hash INTO head FROM payments_ledgerseal s ORDER BY s.sequence DESC LIMIT 1;
  last_number := coalesce(head.sequence, 0);
  last_hash := coalesce(head.hash, decode(repeat('00', 32), 'hex'));
  fresh := ARRAY(SELECT t.id FROM payments_ledgertransaction t
                  WHERE t.id >= coalesce(p_since, '00000000-0000-0000-0000-000000000000'::uuid)
                    AND NOT EXISTS (SELECT FROM payments_ledgerseal s WHERE s.transaction_id = t.id)
                  ORDER BY t.id LIMIT p_limit);
  FOR one IN
    SELECT t.id, ledger_digest(t, l.legs) AS digest
      FROM payments_ledgertransaction t
      JOIN (SELECT e.transaction_id, jsonb_agg(ledger_leg(e, a) ORDER BY e.position, e.id) AS legs
              FROM payments_ledgerentry e JOIN payments_ledgeraccount a ON a.id = e.account_id
             WHERE e.transaction_id = ANY (fresh) GROUP BY e.transaction_id) l ON l.transaction_id = t.id
     WHERE t.id = ANY (fresh) ORDER BY t.id
  LOOP
    last_number := last_number + 1;
    last_hash := sha256(last_hash || one.digest);
    INSERT INTO payments_ledgerseal (sequence, transaction_id, hash, sealed_at)
    VALUES (last_number, one.id, last_hash, p_at);
    n_sealed := n_sealed + 1;
  END LOOP;
  RETURN n_sealed;
END $$;

CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON payments_ledgerseal
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON payments_ledgerseal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON payments_auditrun
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON payments_auditrun
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- 3. Holds and corrections take one step forward and are then as fixed as the rest.
CREATE FUNCTION ledger_refuse_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_settled boolean;
BEGIN
  IF TG_TABLE_NAME = 'payments_ledgerhold' THEN
    is_settled := OLD.lifted_at IS NOT NULL;
  ELSE
    -- Approved, and then noted with its transaction: both in one database transaction.
    is_settled := OLD.state = 'refused' OR OLD.transaction_id IS NOT NULL
                  OR (OLD.state = 'approved' AND (OLD.state, OLD.decided_by_id) IS DISTINCT FROM
                                                 (NEW.state, NEW.decided_by_id))
                  OR (OLD.legs, OLD.currency, OLD.reason, OLD.proposed_by_id, OLD.reverses_id)
                     IS DISTINCT FROM (NEW.legs, NEW.currency, NEW.reason, NEW.proposed_by_id, NEW.reverses_id);
  END IF;
  IF is_settled THEN
    RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_no_change BEFORE UPDATE ON payments_ledgerhold
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse_settled();
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON payments_ledgerhold
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON payments_ledgerhold
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_change BEFORE UPDATE ON payments_ledgercorrection
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse_settled();
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON payments_ledgercorrection
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON payments_ledgercorrection
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- 4. While the books do not fit, money stands still; only what puts them right moves, and only when two people
--    have signed it. After the insert: a key that comes back for the same movement is no movement.
CREATE FUNCTION ledger_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'correction' THEN
    IF NOT EXISTS (SELECT FROM payments_ledgercorrection c
                    WHERE c.id::text = substr(NEW.key, 12) AND NEW.key LIKE 'correction:%'
                      AND c.state = 'approved' AND c.decided_by_id IS NOT NULL) THEN
      RAISE EXCEPTION 'ledger correction % is not signed by two people', NEW.key
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF EXISTS (SELECT FROM payments_ledgerhold WHERE lifted_at IS NULL) THEN
    RAISE EXCEPTION 'money is on hold: the auditor found the books wrong' USING ERRCODE = 'IM001';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_gate AFTER INSERT ON payments_ledgertransaction
  FOR EACH ROW EXECUTE FUNCTION ledger_gate();
