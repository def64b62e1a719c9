"""Shapes of what people type on the pages of the marketplace."""
