"""Telling the staff, and what the staff then may read. Every reading is written down."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.services import emit
from kit.errors import WrongState, ensure
from kit.text import tidy_lines
from messaging.facts import ConversationReported, ReportClosed
from messaging.models import Report, Seat, StaffReading
from messaging.policies import may_handle_reports
from messaging.services.posting import find_message, seat_of


@transaction.atomic
def report_conversation(
    *, conversation_id: Any, reason: str, words: str, by: User, message_id: Any = None
) -> Report:
    """Ask the staff to look at a conversation, or at one message of it; one open report a person.

    Raises Conversation.DoesNotExist and Message.DoesNotExist for strangers.
    """
    seat = seat_of(conversation_id, by)
    message = find_message(message_id, by) if message_id else None
    if message is not None and message.conversation_id != seat.conversation_id:
        message = None
    report, is_new = Report.objects.get_or_create(
        conversation=seat.conversation,
        by=by,
        state=Report.State.OPEN,
        defaults={"reason": reason, "words": tidy_lines(words)[:1000], "message": message},
    )
    if is_new:
        fact = ConversationReported(
            report_id=str(report.pk), conversation_id=str(seat.conversation_id), reason=reason
        )
        emit(fact, by=by)
    return report


@transaction.atomic
def open_reading(*, report_id: Any, reason: str, by: User) -> StaffReading:
    """Write down that staff read a reported conversation, before they do. Raises NotAllowed, and WrongState
    once the report is answered.
    """
    report = _lock_open(report_id, by)
    return StaffReading.objects.create(conversation_id=report.conversation_id, staff=by, reason=reason[:300])


@transaction.atomic
def close_report(*, report_id: Any, outcome: str, by: User) -> Report:
    """Say what was done; both sides are told that the conversation was read, if it was.

    Locks the report. Raises NotAllowed, WrongState.
    """
    report = _lock_open(report_id, by)
    report.state, report.outcome = Report.State.CLOSED, tidy_lines(outcome)[:1000]
    report.closed_by, report.closed_at = by, timezone.now()
    report.save(update_fields=["state", "outcome", "closed_by", "closed_at"])
    was_read = StaffReading.objects.filter(conversation=report.conversation_id, at__gte=report.made_at)
    seats = Seat.objects.taken().filter(conversation=report.conversation_id)
    readers = [str(pk) for pk in seats.values_list("user_id", flat=True)] if was_read.exists() else []
    fact = ReportClosed(
        report_id=str(report.pk),
        conversation_id=str(report.conversation_id),
        by_id=str(report.by_id),
        reader_ids=readers,
    )
    emit(fact, by=by)
    return report


def _lock_open(report_id: Any, by: User) -> Report:
    ensure(may_handle_reports(by))
    report: Report = Report.objects.select_for_update().get(pk=report_id)
    if report.state != Report.State.OPEN:
        raise WrongState(state=report.state, wanted=Report.State.CLOSED)
    return report
