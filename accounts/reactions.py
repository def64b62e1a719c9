"""What accounts do after the answer has left."""

from accounts.facts import ResetAsked
from accounts.services import answer_ask
from events.facts import reacts_to


@reacts_to(ResetAsked)
def send_reset_letter(fact: ResetAsked) -> None:
    """Look the address up now, where nobody can measure it, and owe the fitting letter."""
    answer_ask(sealed=fact.sealed)
