"""What the treasury tells the floors above."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DifferencesFound(Fact):
    """A comparison found what was not known: people look before anything is put right."""

    gateway: str
    n_new: int
    reconciliation_id: str
