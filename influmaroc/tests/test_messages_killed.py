"""R23: eight people, 2,000 messages, cut lines, a killed websocket server and a killed Valkey.

None is lost, none doubled, and everybody sees one order. Each person is a client that anybody could write
from docs/messages.md: messages are posted under a client_id until an answer was read, and heard over a
websocket that is called again with the last number seen.
"""

import json
import random
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from uuid import uuid4

import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import unix_connect

from accounts.models import SignIn
from accounts.services import issue_tokens
from conftest import Client, make_brand, make_influencer, owner_of, person
from influmaroc.tests.processes import ask, request
from messaging.models import Message
from messaging.services import open_conversation

N_EACH = 250
CUT_UNREAD, CUT_LINE = 0.05, 0.05  # of the posts, before the answer is read; of the frames heard
PATIENCE_S = 900
GONE_S = 3


class Person:
    """One client: what it sends, what it sees, and how it comes back."""

    def __init__(self, programs, user, talks, seed):
        self.programs, self.talks, self.chance = programs, talks, random.Random(seed)
        self.token = issue_tokens(user=user, factor=SignIn.Factor.TOTP).access
        client = Client()
        client.force_login(user)
        self.cookie = client.cookies["sessionid"].value
        self.is_over = threading.Event()
        self.said = []  # the client_id of every message, in the order it was sent
        self.seen = {talk: {} for talk in talks}  # of each conversation: its messages by their place
        self.n = dict.fromkeys(talks, 0)
        self.counts = Counter()

    # ---- speaking ----

    def speak(self):
        for number in range(N_EACH):
            client_id, talk = str(uuid4()), self.chance.choice(self.talks)
            self.said.append(client_id)
            body = {"client_id": client_id, "body": f"{number} {self.chance.random()}"}
            while not self.posted(talk, body):
                time.sleep(0.1)

    def posted(self, talk, body):
        """Whether an answer was read that says so; the same again when not."""
        with closing(self.programs.line(timeout=20)) as line, suppress(OSError):
            words = {"token": self.token}
            if self.chance.random() < CUT_UNREAD:
                request(line, "POST", f"/api/conversations/{talk}/messages", body, **words)
                self.counts["answers not read"] += 1
                return False
            status, headers, content = ask(line, "POST", f"/api/conversations/{talk}/messages", body, **words)
            if status == 429:
                time.sleep(float(headers["retry-after"]))
            assert status in {201, 429}, content
            return status == 201
        return False

    # ---- hearing ----

    def listen(self):
        while not self.is_over.is_set():
            with suppress(OSError, WebSocketException), self.call() as line:
                for talk in self.talks:
                    self.watch(line, talk)
                self.hear(line)
            self.counts["calls"] += 1
            time.sleep(0.2)

    def call(self):
        place, words = self.programs.folder / "run" / "websocket.sock", {"Cookie": f"sessionid={self.cookie}"}
        origin = "http://127.0.0.1"
        return unix_connect(
            str(place), "ws://127.0.0.1/ws/", origin=origin, additional_headers=words, open_timeout=20
        )

    def watch(self, line, talk):
        line.send(json.dumps({"kind": "watch", "conversation": talk, "since": self.n[talk]}))

    def hear(self, line):
        while not self.is_over.is_set() and self.chance.random() > CUT_LINE:
            with suppress(TimeoutError):
                self.take(line, json.loads(line.recv(1)))
        self.counts["lines cut"] += 1

    def take(self, line, frame):
        """The next number is taken as it is; a hole is asked for."""
        if frame["kind"] == "message":
            message = frame["message"]
            talk, n = message["conversation"], message["n"]
            if n == self.n[talk] + 1:
                self.note(talk, [message], n)
            elif n > self.n[talk]:
                self.counts["holes"] += 1
                self.watch(line, talk)
        elif frame["kind"] == "read" and frame["n"] == self.n[frame["conversation"]] + 1:
            self.n[frame["conversation"]] = frame["n"]
        elif frame["kind"] == "gap":
            assert not frame.get("resync"), frame
            self.note(frame["conversation"], frame["messages"], frame["upto"])

    def note(self, talk, messages, n):
        for message in messages:
            before = self.seen[talk].setdefault(message["place"], message["id"])
            assert before == message["id"]
        self.n[talk] = max(self.n[talk], n)


@pytest.fixture
def eight(programs):
    """Four brands, four creators, a conversation for each two of them."""
    brands = [make_brand(person(f"b{i}", "brand"), f"B{i}", f"b{i}") for i in range(4)]
    creators = [make_influencer(person(f"c{i}", "influencer"), f"c{i}", 20_000) for i in range(4)]
    talks = {
        (b, c): str(open_conversation(kind="direct", about=f"{brand.pk}:{creator.pk}").pk)
        for b, brand in enumerate(brands)
        for c, creator in enumerate(creators)
    }
    owners = [owner_of(brand) for brand in brands]
    here = [(user, [talks[b, c] for c in range(4)]) for b, user in enumerate(owners)]
    there = [(one.user, [talks[b, c] for b in range(4)]) for c, one in enumerate(creators)]
    people = [Person(programs, user, own, seed) for seed, (user, own) in enumerate([*here, *there])]
    return people, list(talks.values())


def disturb(programs):
    """The websocket server is killed and started again; a minute later the broker."""
    time.sleep(30)
    programs.kill("websocket")
    time.sleep(GONE_S)
    programs.start("websocket")
    time.sleep(30)
    programs.kill_valkey()
    time.sleep(GONE_S)
    programs.revive_valkey()


def stored(talk):
    rows = Message.objects.filter(conversation=talk).order_by("place")
    return [(place, str(pk)) for place, pk in rows.values_list("place", "pk")]


def until_seen(people, talks):
    """What was said has arrived with both; the listeners are still at it."""
    end = time.monotonic() + 60
    whole = {talk: stored(talk) for talk in talks}
    while any(sorted(one.seen[talk].items()) != whole[talk] for one in people for talk in one.talks):
        assert time.monotonic() < end, "somebody has not seen everything a minute later"
        time.sleep(0.5)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_doubled_or_out_of_order(programs, eight):
    people, talks = eight
    programs.start("web", "websocket", "worker")
    speaking = [threading.Thread(target=one.speak, daemon=True) for one in people]
    listening = [threading.Thread(target=one.listen, daemon=True) for one in people]
    started = time.monotonic()
    for thread in (*speaking, *listening):
        thread.start()
    disturb(programs)
    for thread in speaking:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    took_s = time.monotonic() - started
    until_seen(people, talks)
    for one in people:
        one.is_over.set()
    for thread in listening:
        thread.join(30)
    sent = [client_id for one in people for client_id in one.said]
    kept = Counter(str(one) for one in Message.objects.values_list("client_id", flat=True))
    counts = sum((one.counts for one in people), Counter())
    print(f"{len(kept)} messages of 8 people in {took_s:.0f} s, {dict(counts)}")  # noqa: T201
    assert kept == Counter(sent)
    assert len(sent) == 8 * N_EACH
