"""Benchmarks: each starts what it needs, and prints ratios to a stated floor or baseline."""
