"""Files of the work: a version of which nothing can be used is no version."""

from campaigns.services import send_back_unreadable
from events.facts import reacts_to
from files.facts import FileRefused

WORK = "deliverable:"


@reacts_to(FileRefused)
def expect_another_version(fact: FileRefused) -> None:
    """Nobody is left to review what cannot be opened."""
    if fact.attached_to.startswith(WORK):
        send_back_unreadable(submission_id=fact.attached_to.removeprefix(WORK))
