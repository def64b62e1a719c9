"""The one websocket of a tab."""

from notifications.consumers.tab import live

__all__ = ["live"]
