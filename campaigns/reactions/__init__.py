"""What the marketplace does about facts: the bank's, and its own in conversations."""

from campaigns.reactions import bank, papers, talks

__all__ = ["bank", "papers", "talks"]
