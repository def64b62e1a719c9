-- A file that went to the bank is what it was: only its seal may be renewed, and nothing is deleted. The control
-- sums of a released batch and who stands for it do not change either.
CREATE FUNCTION payout_file_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'payments_payoutfile' THEN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.batch_id, NEW.layout, NEW.name, NEW.sha256, NEW.made_at)
       IS NOT DISTINCT FROM (OLD.id, OLD.batch_id, OLD.layout, OLD.name, OLD.sha256, OLD.made_at) THEN
      RETURN NEW;
    END IF;
  ELSIF OLD.state IN ('built', 'cancelled') THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  ELSIF TG_OP = 'UPDATE' AND (NEW.id, NEW.made_by_id, NEW.made_at, NEW.released_by_id, NEW.released_at, NEW.n_lines, NEW.total_centimes)
       IS NOT DISTINCT FROM (OLD.id, OLD.made_by_id, OLD.made_at, OLD.released_by_id, OLD.released_at, OLD.n_lines, OLD.total_centimes) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a released batch and its file are never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payout_file_guard BEFORE UPDATE OR DELETE ON payments_payoutfile
  FOR EACH ROW EXECUTE FUNCTION payout_file_guard();
CREATE TRIGGER payout_batch_guard BEFORE UPDATE OR DELETE ON payments_payoutbatch
  FOR EACH ROW EXECUTE FUNCTION payout_file_guard();
