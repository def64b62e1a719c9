"""Conversations: whoever has messages waiting, and everybody whom a report concerns."""

from events.facts import reacts_to
from kit.links import path
from messaging import facts
from messaging.models import Report
from notifications.reactions.post import post
from notifications.selectors import people, subjects
from notifications.selectors.subjects import Subject


def _about(conversation_id: str) -> Subject:
    return Subject(f"talk:{conversation_id}")


@reacts_to(facts.MessagesUnread)
def tell_of_waiting_messages(fact: facts.MessagesUnread) -> None:
    """A letter and a notice to whoever was not looking."""
    link = path("messaging:thread", fact.conversation_id)
    about = _about(fact.conversation_id)
    reader = people.seated(fact.conversation_id, fact.user_id)
    post(fact, "messages_unread", reader, about, link, name=fact.sender)


@reacts_to(facts.ConversationReported)
def call_the_staff(fact: facts.ConversationReported) -> None:
    """Those who handle reports look at it."""
    link = path("admin:messaging_report_change", fact.report_id)
    reason = str(Report.Reason(fact.reason).label)
    post(fact, "report_received_staff", people.staff(), _about(fact.conversation_id), link, reason=reason)


@reacts_to(facts.ReportClosed)
def tell_whom_it_concerns(fact: facts.ReportClosed) -> None:
    """Whoever reported has an answer; everybody whose words were read is told so."""
    about = _about(fact.conversation_id)
    post(fact, "report_answered", people.here([fact.by_id]), about)
    if fact.reader_ids:
        post(fact, "conversation_read", people.here(fact.reader_ids), about)


@reacts_to(facts.ConversationRead)
def tell_whose_words_are_read(fact: facts.ConversationRead) -> None:
    """Both sides of a dispute, at the first reading; those of a report when it is closed."""
    if fact.reader_ids:
        about, link = subjects.disputed(fact.matter)
        post(fact, "conversation_read_dispute", people.here(fact.reader_ids), about, link)
