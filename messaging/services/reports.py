"""Telling the staff, and what the staff then may read. Every reading is written down."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from events.services import emit
from kit.errors import WrongState, ensure
from kit.text import tidy, tidy_lines
from messaging.facts import ConversationRead, ConversationReported, ReportClosed
from messaging.models import Conversation, Report, Seat, StaffReading
from messaging.policies import may_handle_reports
from messaging.services.opening import open_conversation
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
    """Write down that staff read a reported conversation, before they do. Raises NotAllowed, WrongState once
    the report is answered, and ValidationError without a reason.
    """
    report = _lock_open(report_id, by)
    return _note(report.conversation, report.matter, reason, by, told=[])


@transaction.atomic
def note_reading(*, kind: str, about: str, matter: str, reason: str, by: User) -> StaffReading:
    """Write down that staff read the conversation about this thing for a matter that is decided above, before
    they do. Everybody in it is told at once, of the first reading alone. Whoever calls has locked the matter,
    and looked whether `by` may read for it. Raises ValidationError without a reason.
    """
    conversation = open_conversation(kind=kind, about=about)
    is_first = not conversation.readings.filter(matter=matter).exists()
    return _note(conversation, matter, reason, by, told=_people_of(conversation.pk) if is_first else [])


def _note(conversation: Conversation, matter: str, reason: str, by: User, *, told: list[str]) -> StaffReading:
    reason = tidy(reason)[:300]
    if not reason:
        raise ValidationError({"reason": _("Say why: it is kept.")})
    reading = StaffReading.objects.create(conversation=conversation, staff=by, matter=matter, reason=reason)
    fact = ConversationRead(
        reading_id=str(reading.pk), conversation_id=str(conversation.pk), matter=matter, reader_ids=told
    )
    emit(fact, by=by)
    return reading


def _people_of(conversation_id: Any) -> list[str]:
    """Everybody who has a place in it now."""
    seats = Seat.objects.taken().filter(conversation=conversation_id)
    return [str(pk) for pk in seats.values_list("user_id", flat=True)]


@transaction.atomic
def close_report(*, report_id: Any, outcome: str, by: User) -> Report:
    """Say what was done; both sides are told that the conversation was read, if it was.

    Locks the report. Raises NotAllowed, WrongState.
    """
    report = _lock_open(report_id, by)
    report.state, report.outcome = Report.State.CLOSED, tidy_lines(outcome)[:1000]
    report.closed_by, report.closed_at = by, timezone.now()
    report.save(update_fields=["state", "outcome", "closed_by", "closed_at"])
    # Readings for a dispute are told as such; the oldest rows do not say what they were for.
    was_read = StaffReading.objects.filter(
        conversation=report.conversation_id, at__gte=report.made_at, matter__in=["", report.matter]
    )
    readers = _people_of(report.conversation_id) if was_read.exists() else []
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
