"""Writes of the files. Stable for the apps above: attach and detach."""

from files.services.attaching import attach, detach
from files.services.processing import (
    claim_file,
    file_failed,
    file_made,
    file_refused,
    file_scanned,
    file_waits,
    note_progress,
    process_again,
)
from files.services.receiving import Taken, add_file, taken_in
from files.services.removing import forget_person, remove_file

__all__ = [
    "Taken",
    "add_file",
    "attach",
    "claim_file",
    "detach",
    "file_failed",
    "file_made",
    "file_refused",
    "file_scanned",
    "file_waits",
    "forget_person",
    "note_progress",
    "process_again",
    "remove_file",
    "taken_in",
]
