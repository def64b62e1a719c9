"""Papers about money: invoices, notes, statements, certificates; numbered without gaps, never changed."""
