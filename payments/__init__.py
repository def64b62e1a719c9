"""The house bank: wallets, escrow, ledger, payments, payouts; integer centimes. Knows people, no campaign."""
