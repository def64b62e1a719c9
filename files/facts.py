"""What the files tell the floors above."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FileReady(Fact):
    """It can be shown. `attached_to` is "" while it belongs to nothing yet."""

    file_id: str
    attached_to: str


@dataclass(frozen=True, kw_only=True)
class FileRefused(Fact):
    """It will not be shown; `reason` is a value of File.Reason."""

    file_id: str
    attached_to: str
    reason: str
