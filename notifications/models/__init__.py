"""Tables of the notices: what was said, what each person wants to hear where, and what was sent."""

from notifications.models.choices import Channel, Choice, Habits, MutedThread, Way
from notifications.models.devices import PushDevice
from notifications.models.notices import Notice
from notifications.models.sendings import Sending

__all__ = ["Channel", "Choice", "Habits", "MutedThread", "Notice", "PushDevice", "Sending", "Way"]
