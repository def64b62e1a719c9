"""Plain helpers shared by every app: no tables, no imports of apps. Holds the shared words too (niches, cities)."""
