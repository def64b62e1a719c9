"""Whatever stands in the table of events is owed to whoever wants to know it: one function for every fact."""

from events.facts import Fact, reacts_to
from webhooks.selectors import EVENTS
from webhooks.services import owe_calls


def owe(fact: Fact) -> None:
    """A row for each endpoint; a task sends it."""
    owe_calls(fact=fact)


for _fact in {event.fact for event in EVENTS}:
    reacts_to(_fact)(owe)
