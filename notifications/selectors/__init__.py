"""Reads of the inbox: who is told, about what, in which words."""

from notifications.selectors.inbox import Thread, live_notice, localised, threads, unread_count
from notifications.selectors.kinds import KINDS, TOPICS, Kind

__all__ = ["KINDS", "TOPICS", "Kind", "Thread", "live_notice", "localised", "threads", "unread_count"]
