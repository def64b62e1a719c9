"""Writes of the event log: facts and what is owed to them, and answers given once."""

from events.services.answers import (
    Answer,
    answer_once,
    complete_answer,
    forget_old_answers,
    is_answered,
)
from events.services.outbox import (
    claim_due,
    emit,
    forget_done_deliveries,
    replay,
    settle,
    settle_events,
    settle_rows,
    sweep,
    wake,
)

__all__ = [
    "Answer",
    "answer_once",
    "claim_due",
    "complete_answer",
    "emit",
    "forget_done_deliveries",
    "forget_old_answers",
    "is_answered",
    "replay",
    "settle",
    "settle_events",
    "settle_rows",
    "sweep",
    "wake",
]
