"""Uploads: validation, variants, private links. Arrives with its own issue."""
