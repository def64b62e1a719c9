"""Plain helpers and shared words (niches, cities) of every app: no tables, no imports of apps."""
