"""Writes of privacy: copies, deletions, erasure, requests, keys, and what time removes."""

from privacy.services.deletions import ask_deletion, stop_deletion
from privacy.services.erasing import erase_next_table, forget_last_letters
from privacy.services.exports import (
    ask_export,
    claim_export,
    export_failed,
    fetch_export,
    finish_export,
    note_progress,
)
from privacy.services.keys import rotate_column
from privacy.services.packing import pack
from privacy.services.requests import answer_request, ask_about_data
from privacy.services.retention import SWEEPS

__all__ = [
    "SWEEPS",
    "answer_request",
    "ask_about_data",
    "ask_deletion",
    "ask_export",
    "claim_export",
    "erase_next_table",
    "export_failed",
    "fetch_export",
    "finish_export",
    "forget_last_letters",
    "note_progress",
    "pack",
    "rotate_column",
    "stop_deletion",
]
