"""Conversations over the API."""

from messaging.api import conversations, messages

__all__ = ["conversations", "messages"]
