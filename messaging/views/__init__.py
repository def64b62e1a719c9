"""Conversations as pages."""

from messaging.views import keeping, lists, thread, writing

__all__ = ["keeping", "lists", "thread", "writing"]
