"""Writes of the files. Stable for the apps above: attach and detach."""

from files.services.attaching import attach, detach
from files.services.receiving import Taken, add_file, taken_in
from files.services.removing import forget_person, remove_file

__all__ = ["Taken", "add_file", "attach", "detach", "forget_person", "remove_file", "taken_in"]
