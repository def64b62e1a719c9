"""Writes of the files. Stable for the apps above: attach and detach."""

from files.services.attaching import attach, detach

__all__ = ["attach", "detach"]
