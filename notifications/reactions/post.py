"""How a reaction tells people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events.facts import Fact
from notifications.selectors.subjects import Subject
from notifications.services import Message, tell


def post(
    fact: Fact, kind: str, readers: Sequence[UUID], subject: Subject, link: str = "", **data: Any
) -> None:
    """Tell these people once about this event. `data` completes or corrects the subject's own."""
    message = Message(
        kind=kind,
        key=f"{fact.event_id}:{kind}",
        data=subject.data | data,
        thread=subject.thread,
        link=link,
    )
    tell(readers=readers, message=message)
