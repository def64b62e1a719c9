"""Files of messages: when one is ready or refused, whoever looks at the conversation sees it."""

from events.facts import reacts_to
from files.facts import FileReady, FileRefused
from messaging.services import show_files_of

MESSAGE = "message:"


@reacts_to(FileReady)
def show_what_is_ready(fact: FileReady) -> None:
    """Its pictures can be seen now."""
    _show(fact.attached_to)


@reacts_to(FileRefused)
def show_what_was_refused(fact: FileRefused) -> None:
    """It says why it cannot be seen."""
    _show(fact.attached_to)


def _show(attached_to: str) -> None:
    if attached_to.startswith(MESSAGE):
        show_files_of(message_id=attached_to.removeprefix(MESSAGE))
