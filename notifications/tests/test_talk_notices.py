"""What people are told about conversations."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from messaging.models import Report
from messaging.services import (
    close_report,
    open_conversation,
    open_reading,
    post_message,
    remind_of_unread,
    report_conversation,
)
from notifications.models import Notice
from notifications.selectors.sentences import text


@pytest.fixture
def talk(application):
    return open_conversation(kind="application", about=str(application.pk))


def test_whoever_does_not_look_is_told_of_waiting_messages(talk, amina, atlas, react):
    post_message(conversation_id=talk.pk, body="Salam", client_id=uuid4(), by=amina)
    remind_of_unread(now=timezone.now() + timedelta(minutes=11))
    react()
    notice = Notice.objects.get(kind="messages_unread")
    assert notice.reader == atlas
    assert "Amina" in text(notice)
    assert "Salam" not in text(notice)
    assert notice.link == f"/messages/{talk.pk}"


def test_a_report_calls_the_staff_and_is_answered(talk, amina, atlas, staff, react):
    report = report_conversation(conversation_id=talk.pk, reason="scam", words="", by=amina)
    react()
    assert Notice.objects.get(kind="report_received_staff").reader == staff
    open_reading(report_id=report.pk, reason="Signalement", by=staff)
    close_report(report_id=report.pk, outcome="Averti", by=staff)
    react()
    assert Notice.objects.get(kind="report_answered").reader == amina
    read = Notice.objects.filter(kind="conversation_read").values_list("reader", flat=True)
    assert set(read) == {amina.pk, atlas.pk}
    assert Report.objects.get().state == "closed"
