"""Companies: profile, ICE, members and what each may do. Knows no campaign."""
