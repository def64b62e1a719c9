"""Reads of the notices: who is told, about what, in which words, on which way."""

from notifications.selectors.choosing import (
    Reader,
    default_way,
    is_fixed,
    readers_of,
    ways_open,
)
from notifications.selectors.hours import habits_of, next_digest, quiet_until, zone_of
from notifications.selectors.inbox import Thread, live_notice, localised, threads, unread_count
from notifications.selectors.kinds import GROUPS, KINDS, TOPICS, Kind, event_of, group_of
from notifications.selectors.log import Step, steps_of
from notifications.selectors.preferences import Cell, Preferences, preferences_of

__all__ = [
    "GROUPS",
    "KINDS",
    "TOPICS",
    "Cell",
    "Kind",
    "Preferences",
    "Reader",
    "Step",
    "Thread",
    "default_way",
    "event_of",
    "group_of",
    "habits_of",
    "is_fixed",
    "live_notice",
    "localised",
    "next_digest",
    "preferences_of",
    "quiet_until",
    "readers_of",
    "steps_of",
    "threads",
    "unread_count",
    "ways_open",
    "zone_of",
]
