"""What people are told about conversations."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from brands.services import leave_brand
from campaigns.services import decide_dispute, open_dispute, read_conversation
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


@pytest.fixture
def disputed(active, atlas):
    return open_dispute(collaboration_id=active.pk, reason="Hors sujet", by=atlas)


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("reader", flat=True))


def test_both_sides_of_a_dispute_are_told_once_that_the_staff_read(disputed, amina, atlas, staff, react):
    deal = disputed.collaboration
    for _again in range(2):
        read_conversation(collaboration_id=deal.pk, reason="Un doute sur les délais", by=staff)
        react()
    decide_dispute(collaboration_id=deal.pk, influencer_bps=5_000, decision="Moitié", by=staff)
    react()
    assert told("conversation_read_dispute") == sorted([amina.pk, atlas.pk])
    assert told("conversation_read") == []
    notice = Notice.objects.get(kind="conversation_read_dispute", reader=amina)
    assert notice.link == f"/contrats/{deal.pk}"
    words = text(notice)
    assert deal.campaign.title in words
    assert "délais" not in words


def test_nobody_is_told_of_a_dispute_that_nobody_read(disputed, staff, react):
    decide_dispute(
        collaboration_id=disputed.collaboration_id, influencer_bps=5_000, decision="Moitié", by=staff
    )
    react()
    assert told("conversation_read_dispute") == []


def test_a_reading_for_a_dispute_does_not_answer_a_report(disputed, amina, atlas, staff, react):
    deal = disputed.collaboration
    talk = open_conversation(kind="application", about=str(deal.application_id))
    report = report_conversation(conversation_id=talk.pk, reason="scam", words="", by=amina)
    read_conversation(collaboration_id=deal.pk, reason="Trancher", by=staff)
    close_report(report_id=report.pk, outcome="Rien", by=staff)
    react()
    assert told("conversation_read") == []
    assert len(told("conversation_read_dispute")) == 2


def test_whoever_has_left_is_told_nothing_any_more(salma, talk, amina, atlas, atlas_brand, react):
    """Neither what is counted from then on, nor what was counted just before."""
    soon = timezone.now() + timedelta(minutes=11)
    post_message(conversation_id=talk.pk, body="Salam", client_id=uuid4(), by=amina)
    remind_of_unread(now=soon)
    leave_brand(brand_id=atlas_brand.pk, by=salma)
    react()
    assert told("messages_unread") == [atlas.pk]
    post_message(conversation_id=talk.pk, body="Encore", client_id=uuid4(), by=amina)
    remind_of_unread(now=soon + timedelta(minutes=11))
    react()
    assert salma.pk not in told("messages_unread")
