"""The one room that speaks to push services of browsers, and to the provider of SMS."""

from notifications.gateways.pushes import push
from notifications.gateways.texts import send_text

__all__ = ["push", "send_text"]
