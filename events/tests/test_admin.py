from uuid import uuid4

import pytest
from django.urls import reverse

from events.models import Delivery, Event
from kit.retries import MAX_ATTEMPTS

OUTBOX = "admin:events_delivery_changelist"


@pytest.fixture
def outbox(db):
    event = Event.objects.create(label="tests.Fact", payload={"id": str(uuid4())})
    Delivery.objects.create(event=event, reaction="a.waiting")
    Delivery.objects.create(
        event=event, reaction="b.red", attempts=MAX_ATTEMPTS, last_error="ValueError('no seeds')"
    )
    Delivery.objects.create(event=event, reaction="c.done", done_at=event.happened_at)
    return event


def test_the_outbox_shows_what_is_owed_red_first(client, staff, outbox):
    client.force_login(staff)
    page = client.get(reverse(OUTBOX)).content.decode()
    assert page.index("b.red") < page.index("a.waiting")
    assert "no seeds" in page
    assert "c.done" not in page


@pytest.mark.parametrize(
    ("state", "shown"), [("red", "b.red"), ("waiting", "a.waiting"), ("done", "c.done"), ("all", "c.done")]
)
def test_the_state_filter(client, staff, outbox, state, shown):
    client.force_login(staff)
    assert shown in client.get(reverse(OUTBOX), {"state": state}).content.decode()


def test_staff_replay_a_red_delivery(client, staff, outbox):
    client.force_login(staff)
    red = outbox.deliveries.get(reaction="b.red")
    form = {"action": "replay_chosen", "_selected_action": [red.pk]}
    assert client.post(reverse(OUTBOX) + "?state=red", form).status_code == 302
    red.refresh_from_db()
    assert (red.attempts, red.is_red) == (0, False)


def test_an_event_shows_its_values_and_is_not_edited(client, staff, outbox):
    client.force_login(staff)
    url = reverse("admin:events_event_change", args=[outbox.pk])
    assert outbox.payload["id"] in client.get(url).content.decode()
    assert client.post(url, {"label": "forged"}).status_code == 403
    assert Event.objects.get().label == "tests.Fact"


def test_the_log_costs_a_fixed_number_of_queries(client, staff, outbox, django_assert_max_num_queries):
    client.force_login(staff)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("admin:events_event_changelist")).status_code == 200
