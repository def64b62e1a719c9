"""Writes of the event log: facts and what is owed to them, and answers given once."""

from events.services.answers import Answer, answer_once, forget_old_answers
from events.services.outbox import emit, settle, wake

__all__ = ["Answer", "answer_once", "emit", "forget_old_answers", "settle", "wake"]
