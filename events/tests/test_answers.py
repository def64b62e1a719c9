from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from events.errors import IdempotencyKeyInvalid, IdempotencyMismatch
from events.models import Event, IdempotentAnswer
from events.services import answer_once, forget_old_answers
from kit.errors import WrongState


class Person:
    def __init__(self):
        self.pk = uuid4()


@pytest.fixture
def person():
    return Person()


def note(text="paid"):
    """An effect that can be counted."""
    event = Event.objects.create(label="tests.Effect", payload={"text": text})
    return 201, {"z": text, "a": str(event.pk)}


def ask(person, key="k1", fingerprint="f1", act=note):
    return answer_once(user=person, key=key, fingerprint=fingerprint, act=act)


def test_the_second_asking_repeats_the_answer(db, person):
    first, second = ask(person), ask(person)
    assert (first.status, first.replayed, second.replayed) == (201, False, True)
    assert list(second.body.items()) == list(first.body.items())
    assert Event.objects.count() == 1


def test_keys_belong_to_people(db, person):
    ask(person)
    assert not ask(Person()).replayed
    assert Event.objects.count() == 2


def test_without_a_key_every_call_acts(db, person):
    assert not ask(person, key="").replayed
    assert not ask(person, key="").replayed
    assert Event.objects.count() == 2


def test_another_body_under_the_same_key_is_refused(db, person):
    ask(person)
    with pytest.raises(IdempotencyMismatch):
        ask(person, fingerprint="f2")
    assert Event.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 256, "café", "a\nb"])
def test_a_key_is_short_visible_ascii(db, person, key):
    with pytest.raises(IdempotencyKeyInvalid):
        ask(person, key=key)
    assert not Event.objects.exists()


def test_a_refusal_leaves_the_key_free(db, person):
    def refuse():
        note("never")
        raise WrongState

    with pytest.raises(WrongState):
        ask(person, act=refuse)
    assert not Event.objects.exists()
    assert not ask(person).replayed


@pytest.mark.django_db(transaction=True)
def test_eight_copies_at_once_have_one_effect(person):
    def work(_):
        try:
            return ask(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, range(8)))
    assert sum(not one.replayed for one in answers) == 1
    assert len({one.body["a"] for one in answers}) == 1
    assert Event.objects.count() == 1


def test_answers_are_kept_a_day_and_more(db, person):
    ask(person)
    ask(person, key="old")
    aged = timezone.now() - timedelta(hours=49)
    IdempotentAnswer.objects.filter(key="old").update(made_at=aged)
    assert forget_old_answers() == 1
    assert ask(person).replayed


@pytest.mark.django_db
def test_what_is_asked_may_be_of_any_length(person):
    ask(person, fingerprint="x" * 1000)
    with pytest.raises(IdempotencyMismatch):
        ask(person, fingerprint="x" * 999 + "y")
