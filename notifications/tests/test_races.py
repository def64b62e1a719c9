"""Several workers at once: each notice is in one digest, each push is taken by one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import SignIn
from conftest import let_in, person
from kit import crypt
from mail.models import Letter
from notifications.models import Channel, Habits, PushDevice, Sending, Way
from notifications.services import Message, Wish, choose, claim_push, send_next_digest, tell

N = 4
KEYS = '{"endpoint": "https://fcm.googleapis.com/a", "p256dh": "", "auth": ""}'


def at_once(act: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(N)

    def run(_nth: int) -> Any:
        try:
            barrier.wait(30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(N) as pool:
        return list(pool.map(run, range(N)))


@pytest.fixture
def reader(transactional_db):
    user = person("amina", "influencer")
    Habits.objects.create(user=user, quiet_from=None, quiet_until=None)
    return user


def say(reader, n):
    for key in range(n):
        tell(
            readers=[reader.pk], message=Message(kind="offer_made", key=str(key), data={"campaign": "Argan"})
        )


def test_four_workers_write_one_digest(reader):
    choose(by=reader, wishes=[Wish("offer_made", Channel.MAIL, Way.DIGEST)])
    say(reader, 6)
    Sending.objects.update(due_at=timezone.now())
    at_once(send_next_digest)
    assert [letter.data["n"] for letter in Letter.objects.filter(kind="digest")] == [6]


def test_four_workers_take_each_push_once(reader):
    sign_in = let_in(reader, SignIn.Kind.PAGE)
    PushDevice.objects.create(user=reader, sign_in=sign_in, sealed=crypt.encrypt(KEYS), endpoint_hash="1")
    say(reader, 2)
    owed = Sending.objects.filter(channel=Channel.PUSH).order_by("pk").values_list("pk", flat=True)
    taken = [ring.sending_id for ring in at_once(claim_push) if ring is not None]
    assert sorted(taken) == list(owed)


def test_four_tellers_tell_once(reader):
    at_once(lambda: say(reader, 1))
    assert (reader.notices.count(), Letter.objects.count()) == (1, 1)
    assert Sending.objects.filter(channel=Channel.MAIL).count() == 1
