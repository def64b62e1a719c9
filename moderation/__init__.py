"""What staff decide: reports, verifications, sanctions. Arrives with its own issue."""
