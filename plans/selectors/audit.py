"""What the auditor proves about plans, beside the bank's own checks."""

CHECKS = {
    # What Stripe took for a plan is what it owes us, and our fee and the VAT.
    "plan_charge_not_booked": """
        SELECT 'charge ' || c.reference, (c.net_centimes + c.vat_centimes)::text,
               coalesce(-sum(e.amount_centimes) FILTER (WHERE a.kind = 'provider_clearing'), 0)::text
          FROM plans_charge c
          LEFT JOIN payments_ledgertransaction t ON t.key = 'stripe-invoice:' || c.stripe_invoice
          LEFT JOIN payments_ledgerentry e ON e.transaction_id = t.id
          LEFT JOIN payments_ledgeraccount a ON a.id = e.account_id
         WHERE c.stripe_invoice <> '' AND c.state = 'paid' GROUP BY c.id
        HAVING coalesce(-sum(e.amount_centimes) FILTER (WHERE a.kind = 'provider_clearing'), 0)
               <> c.net_centimes + c.vat_centimes
            OR coalesce(sum(e.amount_centimes) FILTER (WHERE a.kind = 'vat_due'), 0) <> c.vat_centimes""",
    "plan_booked_without_charge": """
        SELECT 'transaction ' || t.key, 'a charge that is paid', coalesce(c.state, 'none')
          FROM payments_ledgertransaction t
          LEFT JOIN plans_charge c ON t.key = 'stripe-invoice:' || c.stripe_invoice
         WHERE starts_with(t.key, 'stripe-invoice:') AND c.state IS DISTINCT FROM 'paid'""",
}
