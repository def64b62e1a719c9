"""Writes of webhooks: endpoints, what they are owed, how it went."""

from webhooks.services.endpoints import (
    add_endpoint,
    change_endpoint,
    disable_endpoint,
    enable_endpoint,
    remove_endpoint,
)
from webhooks.services.owing import owe_calls, replay_call, ring, ring_test
from webhooks.services.secrets import reveal_secret, rotate_secret
from webhooks.services.sending import claim_call, is_work_left, note_outcome
from webhooks.services.tidying import forget_old_calls

__all__ = [
    "add_endpoint",
    "change_endpoint",
    "claim_call",
    "disable_endpoint",
    "enable_endpoint",
    "forget_old_calls",
    "is_work_left",
    "note_outcome",
    "owe_calls",
    "remove_endpoint",
    "replay_call",
    "reveal_secret",
    "ring",
    "ring_test",
    "rotate_secret",
]
