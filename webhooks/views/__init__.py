"""The pages of webhooks, among the settings."""

from webhooks.views.calls import call, replay
from webhooks.views.endpoints import change, home, new, one, remove, secret, step, test

__all__ = ["call", "change", "home", "new", "one", "remove", "replay", "secret", "step", "test"]
