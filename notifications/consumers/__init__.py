"""The one websocket of a tab."""

from notifications.consumers.tab import LiveConsumer

__all__ = ["LiveConsumer"]
