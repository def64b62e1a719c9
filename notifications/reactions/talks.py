"""Conversations: whoever has messages waiting, and everybody whom a report concerns."""

from events.facts import reacts_to
from kit.links import path
from messaging import facts
from messaging.models import Report
from notifications.reactions.post import post
from notifications.selectors import people
from notifications.selectors.subjects import Subject


def _about(conversation_id: str) -> Subject:
    return Subject(f"talk:{conversation_id}")


@reacts_to(facts.MessagesUnread)
def tell_of_waiting_messages(fact: facts.MessagesUnread) -> None:
    """A letter and a notice to whoever was not looking."""
    link = path("messaging:thread", fact.conversation_id)
    about = _about(fact.conversation_id)
    post(fact, "messages_unread", people.here([fact.user_id]), about, link, name=fact.sender)


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
