"""Measuring the code: what is counted, and how."""
