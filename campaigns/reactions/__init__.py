"""What the marketplace does about facts: the bank's, and its own in conversations."""

from campaigns.reactions import bank, talks

__all__ = ["bank", "talks"]
