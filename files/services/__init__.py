"""Writes of the files. Stable for the apps above: attach and detach."""

from files.services.attaching import attach, detach
from files.services.collecting import collect, collect_all
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
from files.services.uploads import (
    begin_upload,
    end_upload,
    finish_late,
    finish_upload,
    receive_piece,
    refuse_upload,
)

__all__ = [
    "Taken",
    "add_file",
    "attach",
    "begin_upload",
    "claim_file",
    "collect",
    "collect_all",
    "detach",
    "end_upload",
    "file_failed",
    "file_made",
    "file_refused",
    "file_scanned",
    "file_waits",
    "finish_late",
    "finish_upload",
    "forget_person",
    "note_progress",
    "process_again",
    "receive_piece",
    "refuse_upload",
    "remove_file",
    "taken_in",
]
