"""The same thing at the same time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections

from messaging.models import Conversation, Message, Seat
from messaging.services import mark_read, open_conversation, post_line
from messaging.tests.conftest import say

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run these at the same time, each on a line of its own; what each returned."""

    def run(act):
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_twenty_copies_of_a_message_are_one(talk, amina):
    key = uuid4()
    said = at_once(*[lambda: say(talk, amina, "Salam", client_id=key).pk] * 20)
    assert len(set(said)) == 1
    assert Message.objects.count() == 1


def test_two_people_talking_at_once_leave_one_order_without_holes(talk, amina, atlas):
    speakers = [amina, atlas] * 10
    at_once(*[lambda by=by, n=n: say(talk, by, str(n)) for n, by in enumerate(speakers)])
    rows = list(Message.objects.order_by("place").values_list("place", "n"))
    assert rows == [(n, n) for n in range(1, 21)]
    talk.refresh_from_db()
    assert (talk.last_place, talk.last_n) == (20, 20)


def test_a_conversation_opened_by_many_is_one(application):
    about = str(application.pk)
    opened = at_once(*[lambda: open_conversation(kind="application", about=about).pk] * 8)
    assert len(set(opened)) == 1
    assert Seat.objects.count() == 2


def test_a_step_told_by_two_workers_is_told_once(talk, application):
    step = {"kind": "application", "about": str(application.pk), "event_id": 7, "data": {}}
    at_once(*[lambda: post_line(**step, label="campaigns.ApplicationSent")] * 6)
    assert Message.objects.count() == 1


def test_read_marks_that_arrive_in_any_order_end_at_the_furthest(talk, amina, atlas):
    said = [say(talk, amina, str(n)) for n in range(12)]
    at_once(*[lambda pk=message.pk: mark_read(message_id=pk, by=atlas) for message in reversed(said)])
    seat = Seat.objects.get(user=atlas)
    assert seat.read_place == 12
    assert Conversation.objects.get().last_n >= seat.n > 12
