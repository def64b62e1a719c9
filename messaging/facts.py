"""What is told of conversations. Words stay in the message."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MessagePosted(Fact):
    """Somebody said something. `kind` and `about` name what the conversation is about."""

    conversation_id: str
    message_id: str
    author_id: str
    kind: str
    about: str


@dataclass(frozen=True, kw_only=True)
class MessagesUnread(Fact):
    """A person has had messages waiting for a while, and is not looking. `place` is the last of them."""

    conversation_id: str
    user_id: str
    n_unread: int
    place: int
    sender: str


@dataclass(frozen=True, kw_only=True)
class ConversationReported(Fact):
    """Somebody wants the staff to look."""

    report_id: str
    conversation_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportClosed(Fact):
    """The staff have looked; `reader_ids` are those whose conversation was read."""

    report_id: str
    conversation_id: str
    by_id: str
    reader_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class ConversationRead(Fact):
    """Somebody of the staff reads a conversation for a matter: "report:<id>" or "dispute:<id>". `reader_ids`
    are those who are told at once whose words were read; nobody for a report, which tells when it is closed,
    and for a later reading of the same matter.
    """

    reading_id: str
    conversation_id: str
    matter: str
    reader_ids: list[str]
