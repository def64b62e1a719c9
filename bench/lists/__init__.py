"""How fast lists and pages are, beside a floor and an idiomatic peer: python -m bench.lists."""
