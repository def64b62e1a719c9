"""Checks of the chain of seals: every transaction that was sealed is still what it was, to the byte."""

CHAIN_CHECKS = {
    "broken_chain": """
        SELECT 'seal ' || sequence || ' ' || coalesce(key, 'of a transaction that is gone'),
               coalesce(encode(wanted, 'hex'), '-'), encode(hash, 'hex')
          FROM (SELECT s.sequence, s.hash, t.key,
                       sha256(lag(s.hash, 1, decode(repeat('00', 32), 'hex')) OVER (ORDER BY s.sequence)
                              || ledger_digest(t, l.legs)) AS wanted
                  FROM payments_ledgerseal s
                  LEFT JOIN payments_ledgertransaction t ON t.id = s.transaction_id
                  LEFT JOIN (SELECT e.transaction_id,
                                    jsonb_agg(ledger_leg(e, a) ORDER BY e.position, e.id) AS legs
                               FROM payments_ledgerentry e
                               JOIN payments_ledgeraccount a ON a.id = e.account_id
                              GROUP BY e.transaction_id) l ON l.transaction_id = t.id) link
         WHERE key IS NULL OR wanted IS DISTINCT FROM hash ORDER BY sequence""",
    "chain_gap": """
        SELECT 'seal ' || sequence, place, sequence
          FROM (SELECT sequence, row_number() OVER (ORDER BY sequence) AS place
                  FROM payments_ledgerseal) link
         WHERE sequence <> place ORDER BY sequence""",
    # Where the chain ended at an earlier audit it must still pass: a shortened or rewritten one does not.
    "chain_rewritten": """
        SELECT 'audit ' || r.id, r.head_sequence || ':' || encode(r.head_hash, 'hex'),
               coalesce(encode(s.hash, 'hex'), 'no such seal')
          FROM payments_auditrun r LEFT JOIN payments_ledgerseal s ON s.sequence = r.head_sequence
         WHERE r.head_sequence > 0 AND r.head_hash IS DISTINCT FROM s.hash ORDER BY r.id DESC""",
}
