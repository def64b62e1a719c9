"""Calls on their way: tried, tried again, settled, given up; receivers that are slow, dead or gone."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.core.cache import cache
from django.test import TestCase
from django.utils import timezone

from events.models import Event
from kit.outbound import Answer
from kit.tests.outside import Seen, served
from webhooks import gateways, services
from webhooks.models import Attempt, Call, Endpoint
from webhooks.selectors import Outcome
from webhooks.services import claim_call, note_outcome, owing
from webhooks.services.sending import AT_ONCE, HOLDER_AT_ONCE, PAUSES_S
from webhooks.tasks import send_calls
from webhooks.tests.conftest import SECRET, make_due, make_endpoint, owe


def test_a_call_arrives_once_with_the_letters_that_were_kept(endpoint, receiver):
    [call] = owe(endpoint)
    assert (send_calls(), send_calls()) == (1, 0)
    call.refresh_from_db()
    assert (receiver.ids, receiver.taken) == ({call.message_id: 1}, {call.message_id: {"n": 0}})
    assert (call.state, call.attempts, call.leased_until) == ("sent", 1, None)
    attempt = call.tries.get()
    assert (attempt.status, attempt.error, attempt.headers["webhook-id"]) == (204, "", call.message_id)
    assert SECRET not in str(attempt.headers)


@pytest.mark.parametrize(
    ("said", "error", "status"),
    [
        ("500", "status", 500),
        ("404", "status", 404),
        ("302:http://127.0.0.1:1/", "redirect", 302),
        ("lost", "protocol", None),
    ],
)
def test_a_failure_is_tried_again_under_the_same_id(endpoint, receiver, said, error, status):
    receiver.answers = [said, "204"]
    [call] = owe(endpoint)
    assert send_calls() == 0
    call.refresh_from_db()
    endpoint.refresh_from_db()
    assert (call.state, call.tries.get().error, call.tries.get().status) == ("owed", error, status)
    assert endpoint.failing_since is not None
    assert 3 < (call.next_attempt_at - timezone.now()).total_seconds() <= 6
    make_due()
    assert send_calls() == 1
    endpoint.refresh_from_db()
    assert (receiver.ids, endpoint.failing_since) == ({call.message_id: 2}, None)


def test_nobody_there_and_a_wrong_secret_say_so(endpoint, receiver, atlas_brand):
    dead = make_endpoint(atlas_brand, "http://127.0.0.1:1/")
    receiver.secrets = []
    calls = [*owe(endpoint), *owe(dead)]
    assert send_calls() == 0
    told = [(call.tries.get().error, call.tries.get().answer) for call in calls]
    assert told == [("status", "the signature does not fit"), ("connect", "")]


def fail(call, **outcome):
    """One try of a call, as a task makes it."""
    make_due()
    claim_call()
    note_outcome(call_id=call.pk, outcome=Outcome(url=call.endpoint.url, error="status", **outcome))
    call.refresh_from_db()
    return (call.next_attempt_at - timezone.now()).total_seconds()


def test_ten_tries_in_three_days_each_pause_a_little_longer_than_the_table_says(atlas_brand):
    [call] = owe(make_endpoint(atlas_brand))
    for n_failed, pause_s in enumerate(PAUSES_S[1:], start=1):
        waited = fail(call, status=500)
        assert pause_s - 1 <= waited <= pause_s * 1.2 + 1
        assert (call.attempts, call.state) == (n_failed, "owed")
    fail(call, status=500)
    assert (call.attempts, call.state, call.tries.count()) == (10, "failed", 10)
    assert sum(PAUSES_S) > timedelta(days=3).total_seconds()


@pytest.mark.parametrize(
    ("status", "said", "at_least", "at_most"),
    [
        (429, "120", 118, 121),
        (503, "999999999999", 86_000, 86_401),
        (500, "120", 0, 7),
        (429, "soon", 0, 7),
        (503, "9" * 5_000, 86_000, 86_401),
        (503, "Mon, 01 Jan 99999999999999999999 00:00:00 GMT", 0, 7),
        (503, "Fri, 31 Dec 9999 23:59:59 -2359", 86_000, 86_401),
        (429, "Mon, 99 Foo", 0, 7),
        (503, lambda: format_datetime(timezone.now() + timedelta(minutes=10), usegmt=False), 590, 601),
    ],
)
def test_a_server_may_ask_for_a_longer_pause(atlas_brand, monkeypatch, status, said, at_least, at_most):
    said = said if isinstance(said, str) else said()
    monkeypatch.setattr(gateways.outbound, "post", lambda *_a, **_k: Answer(status, {"retry-after": said}))
    [call] = owe(make_endpoint(atlas_brand))
    send_calls()
    call.refresh_from_db()
    assert at_least <= (call.next_attempt_at - timezone.now()).total_seconds() <= at_most


def test_a_server_that_is_gone_is_not_called_again(endpoint, receiver):
    receiver.answers = ["410"]
    first, *_others = owe(endpoint, 3)
    send_calls()
    endpoint.refresh_from_db()
    first.refresh_from_db()
    assert (endpoint.state, endpoint.reason) == ("disabled", "gone")
    make_due()
    n_before = sum(receiver.ids.values())
    assert (send_calls(), sum(receiver.ids.values())) == (0, n_before)
    fact = Event.objects.get(label="webhooks.EndpointDisabled").payload
    assert (fact["reason"], fact["brand_id"]) == ("gone", str(endpoint.brand_id))


def test_three_days_of_failures_alone_switch_an_endpoint_off(atlas_brand):
    endpoint = make_endpoint(atlas_brand, failing_since=timezone.now() - timedelta(days=2, hours=23))
    [call] = owe(endpoint)
    fail(call)
    endpoint.refresh_from_db()
    assert endpoint.is_active
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(days=3))
    fail(call)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.reason, call.state) == ("disabled", "failing", "owed")


def test_one_arrival_begins_the_three_days_anew(endpoint):
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(days=5))
    owe(endpoint)
    assert send_calls() == 1
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.failing_since) == (True, None)


def test_one_endpoint_has_at_most_so_many_on_their_way(atlas_brand, rival_brand):
    slow, other = make_endpoint(atlas_brand), make_endpoint(rival_brand)
    owe(slow, 5)
    owe(other)
    assert all(claim_call() for _ in range(AT_ONCE + 1))
    assert Call.objects.leased().filter(endpoint=slow).count() == AT_ONCE
    assert Call.objects.leased().filter(endpoint=other).count() == 1
    assert claim_call() is None


def test_a_doubtful_endpoint_is_passed_over_when_there_is_no_room(atlas_brand):
    owe(make_endpoint(atlas_brand, failing_since=timezone.now()))
    assert claim_call(healthy_only=True) is None
    assert claim_call().is_doubtful


def test_a_slow_receiver_does_not_hold_up_the_others(endpoint, receiver, rival_brand, program):
    program.say("slow:2")
    slow = make_endpoint(rival_brand, program.url, secret=SECRET)
    late = {call.pk for call in owe(slow, 2)}
    owe(endpoint, 10)
    assert send_calls() == 12
    in_order = list(Attempt.objects.order_by("pk").values_list("call_id", flat=True))
    assert set(in_order[-2:]) == late
    assert len(program.seen()["ids"]) == 2


def test_one_holder_has_at_most_so_many_on_their_way_however_many_endpoints(atlas_brand, amina, rival_brand):
    for _ in range(HOLDER_AT_ONCE):
        owe(make_endpoint(atlas_brand), AT_ONCE)
        owe(make_endpoint(amina.influencer), AT_ONCE)
    other = make_endpoint(rival_brand)
    owe(other)
    claimed = []
    while parcel := claim_call():
        claimed.append(parcel)
    assert len(claimed) == 2 * HOLDER_AT_ONCE + 1
    for column, holder in (("brand", atlas_brand), ("influencer", amina.influencer), ("brand", rival_brand)):
        n_flying = Call.objects.leased().filter(**{f"endpoint__{column}": holder}).count()
        assert n_flying == (1 if holder == rival_brand else HOLDER_AT_ONCE)


def test_one_call_that_breaks_does_not_stop_the_others(endpoint, receiver, monkeypatch):
    first, *_others = owe(endpoint, 4)
    real = gateways.post

    def post(parcel):
        if parcel.call_id == first.pk:
            raise OverflowError
        return real(parcel)

    monkeypatch.setattr(gateways, "post", post)
    assert send_calls(for_s=2) == 3
    first.refresh_from_db()
    assert (first.state, first.attempts) == ("owed", 1)


def test_a_call_whose_last_try_nobody_lived_to_note_is_given_up(atlas_brand):
    """Its worker dies each time: it is not tried for ever."""
    [call] = owe(make_endpoint(atlas_brand), attempts=len(PAUSES_S) - 1)
    assert claim_call().call_id == call.pk
    make_due()
    assert claim_call() is None
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("failed", len(PAUSES_S))


def test_what_the_address_before_says_tells_nothing_of_the_one_that_is_there_now(atlas_brand, atlas):
    endpoint = make_endpoint(atlas_brand, failing_since=timezone.now() - timedelta(days=4))
    old_url = endpoint.url
    [call] = owe(endpoint)
    parcel = claim_call()
    endpoint = services.change_endpoint(endpoint_id=endpoint.pk, url="http://127.0.0.1:8/", by=atlas)
    assert endpoint.failing_since is None
    note_outcome(call_id=call.pk, outcome=Outcome(url=parcel.url, error="status", status=410))
    endpoint.refresh_from_db()
    call.refresh_from_db()
    assert (endpoint.state, endpoint.failing_since, call.state) == ("active", None, "owed")
    assert call.tries.get().url == old_url
    Endpoint.objects.update(failing_since=timezone.now())
    note_outcome(call_id=call.pk, outcome=Outcome(url=parcel.url, status=200))
    endpoint.refresh_from_db()
    call.refresh_from_db()
    assert (endpoint.failing_since is not None, call.state) == (True, "sent")


def test_switched_on_again_what_is_owed_is_sent_at_once(endpoint, receiver, atlas, monkeypatch):
    rung = []
    monkeypatch.setattr(owing, "ring", lambda: rung.append(1))
    services.disable_endpoint(endpoint_id=endpoint.pk, by=atlas)
    owe(endpoint, next_attempt_at=timezone.now() + timedelta(hours=20))
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.enable_endpoint(endpoint_id=endpoint.pk, by=atlas)
    assert (rung, send_calls()) == ([1], 1)


def test_what_is_on_its_way_is_not_sent_twice_by_switching_on(endpoint, atlas):
    owe(endpoint)
    claim_call()
    services.disable_endpoint(endpoint_id=endpoint.pk, by=atlas)
    services.enable_endpoint(endpoint_id=endpoint.pk, by=atlas)
    assert claim_call() is None


def test_what_is_claimed_comes_back_when_its_lease_ends(atlas_brand):
    [call] = owe(make_endpoint(atlas_brand))
    assert claim_call().call_id == call.pk
    assert claim_call() is None
    make_due()
    assert claim_call().call_id == call.pk


def test_a_secret_that_cannot_be_read_holds_up_nobody(endpoint, receiver, atlas_brand):
    lost = make_endpoint(atlas_brand, sealed="gone")
    [call] = owe(lost)
    owe(endpoint)
    assert send_calls() == 1
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("failed", 0)


def test_without_the_key_of_the_secret_before_the_present_one_signs_alone(endpoint, receiver):
    Endpoint.objects.update(old_sealed="gone", old_until=timezone.now() + timedelta(hours=1))
    [call] = owe(endpoint)
    assert send_calls() == 1
    assert call.tries.get().headers["webhook-signature"] == "v1,…"


def test_a_sender_that_can_claim_nothing_does_not_ring_for_another(atlas_brand, monkeypatch):
    owe(make_endpoint(atlas_brand), AT_ONCE + 1)
    for _ in range(AT_ONCE):
        claim_call()
    rung = []
    monkeypatch.setattr(services, "ring", lambda: rung.append(1))
    assert (send_calls(), rung) == (0, [])


def test_there_is_one_sender_at_a_time(endpoint, receiver):
    owe(endpoint)
    cache.add("webhooks-sender", "somebody else")
    assert (send_calls(), receiver.ids) == (0, {})
    cache.delete("webhooks-sender")
    assert send_calls() == 1


def test_an_outcome_that_comes_late_counts_and_a_second_one_changes_nothing(atlas_brand):
    [call] = owe(make_endpoint(atlas_brand))
    claim_call()
    make_due()
    claim_call()
    note_outcome(call_id=call.pk, outcome=Outcome(url=call.endpoint.url, status=200))
    note_outcome(call_id=call.pk, outcome=Outcome(url=call.endpoint.url, error="timeout"))
    call.refresh_from_db()
    assert (call.state, call.tries.count(), call.endpoint.failing_since) == ("sent", 2, None)


def test_of_an_answer_two_kilobytes_are_kept(endpoint, monkeypatch):
    monkeypatch.setattr(
        gateways.outbound, "post", lambda *_a, **_k: Answer(200, {}, b"\x00\xff" + b"a" * 5000)
    )
    [call] = owe(endpoint)
    send_calls()
    assert len(call.tries.get().answer) == 2000


@pytest.mark.parametrize("said", [b"HTTP/1.1 \x00bc\r\n\r\n", b"\x00\x00\r\n\r\n"])
def test_a_server_that_answers_in_nuls_is_noted(atlas_brand, said):
    def talk(handler):
        handler.wfile.write(said)
        handler.close_connection = True

    with served(Seen(talk)) as server:
        [call] = owe(make_endpoint(atlas_brand, f"http://127.0.0.1:{server.port}/"))
        send_calls()
    assert (call.tries.get().error, "\x00" in call.tries.get().words) == ("protocol", False)


def test_switched_on_again_all_that_waits_is_due_but_what_is_on_its_way(
    atlas_brand, django_assert_num_queries
):
    later = timezone.now() + timedelta(hours=2)
    endpoint = make_endpoint(atlas_brand)
    waiting, flying = owe(endpoint, 2, next_attempt_at=later)
    Call.objects.filter(pk=flying.pk).update(leased_until=later)
    [other] = owe(make_endpoint(atlas_brand), next_attempt_at=later)
    with django_assert_num_queries(1):
        owing.make_due(endpoint)
    assert list(Call.objects.filter(next_attempt_at__lt=later)) == [waiting]
    assert other.next_attempt_at == later
