-- The laws of papers, kept by PostgreSQL. docs/invoices.md explains them in words.

-- 1. A paper that was issued, and its bytes, are never changed or removed. Only a session that says so when it
--    connects (the test runner, which empties its own database between tests) may TRUNCATE.
CREATE FUNCTION papers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('ledger.may_truncate', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'papers are for ever: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER papers_no_change BEFORE UPDATE OR DELETE ON invoicing_document
  FOR EACH ROW EXECUTE FUNCTION papers_refuse();
CREATE TRIGGER papers_no_truncate BEFORE TRUNCATE ON invoicing_document
  FOR EACH STATEMENT EXECUTE FUNCTION papers_refuse();
CREATE TRIGGER papers_no_change BEFORE UPDATE OR DELETE ON invoicing_documentfile
  FOR EACH ROW EXECUTE FUNCTION papers_refuse();
CREATE TRIGGER papers_no_truncate BEFORE TRUNCATE ON invoicing_documentfile
  FOR EACH STATEMENT EXECUTE FUNCTION papers_refuse();
CREATE TRIGGER papers_no_delete BEFORE DELETE ON invoicing_series
  FOR EACH ROW EXECUTE FUNCTION papers_refuse();
CREATE TRIGGER papers_no_truncate BEFORE TRUNCATE ON invoicing_series
  FOR EACH STATEMENT EXECUTE FUNCTION papers_refuse();
CREATE TRIGGER papers_no_delete BEFORE DELETE ON invoicing_mandate
  FOR EACH ROW EXECUTE FUNCTION papers_refuse();

-- 2. A counter opens at nothing and moves on by one, never back, and its days never go back either.
CREATE FUNCTION papers_guard_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.last_number <> 0 OR NEW.last_digest <> '' THEN
      RAISE EXCEPTION 'a series begins before its first number' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NEW.last_number <> OLD.last_number + 1
     OR (NEW.id, NEW.issuer_id, NEW.kind, NEW.year) IS DISTINCT FROM (OLD.id, OLD.issuer_id, OLD.kind, OLD.year)
     OR NEW.last_issued_on IS NULL OR NEW.last_issued_on < OLD.last_issued_on THEN
    RAISE EXCEPTION 'a series moves on by one number' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER papers_guard_series BEFORE INSERT OR UPDATE ON invoicing_series
  FOR EACH ROW EXECUTE FUNCTION papers_guard_series();

-- 3. A document takes the number its series has just moved to, with the digest the series keeps.
CREATE FUNCTION papers_take_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM invoicing_series s
    WHERE s.id = NEW.series_id AND s.last_number = NEW.place AND s.last_digest = NEW.digest AND s.kind = NEW.kind
      AND s.last_issued_on = NEW.issued_on AND s.year = extract(year FROM NEW.issued_on);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a document takes the next number of its series' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER papers_take_number BEFORE INSERT ON invoicing_document
  FOR EACH ROW EXECUTE FUNCTION papers_take_number();

-- 4. At commit every number that was taken has its document.
CREATE FUNCTION papers_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM invoicing_document d WHERE d.series_id = NEW.id AND d.place = NEW.last_number) THEN
    RAISE EXCEPTION 'number % of series % has no document', NEW.last_number, NEW.id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER papers_no_gap AFTER UPDATE ON invoicing_series
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION papers_no_gap();

-- 5. A mandate is a proof: once given it can only be revoked, once.
CREATE FUNCTION papers_guard_mandate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
     OR (NEW.id, NEW.wallet_id, NEW.version, NEW.language, NEW.text, NEW.text_sha256, NEW.accepted_by_id, NEW.accepted_at)
        IS DISTINCT FROM
        (OLD.id, OLD.wallet_id, OLD.version, OLD.language, OLD.text, OLD.text_sha256, OLD.accepted_by_id, OLD.accepted_at)
  THEN
    RAISE EXCEPTION 'a mandate can only be revoked' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER papers_guard_mandate BEFORE UPDATE ON invoicing_mandate
  FOR EACH ROW EXECUTE FUNCTION papers_guard_mandate();
