"""Writes about tax: what was withheld, and why."""

from taxes.services.withholding import withhold

__all__ = ["withhold"]
