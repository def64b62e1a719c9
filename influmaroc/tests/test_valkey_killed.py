"""Valkey gone for a minute under load: money, messages and logins go on, limits bite, open pages hear news
soon after.
"""

import json
import threading
import time
from collections import Counter
from itertools import count

import pytest
from django.utils import timezone
from websockets.exceptions import WebSocketException
from websockets.sync.client import unix_connect

from accounts.models import SignIn
from accounts.services import issue_tokens
from conftest import PASSWORD, Client, deliver_all, fund, person
from influmaroc.tests.deals import signed_deal
from influmaroc.tests.processes import ask
from kit.ids import uuid7
from messaging.models import Message
from messaging.services import open_conversation
from payments.models import Payment, Payout
from payments.selectors import audit
from payments.services import add_payout_method
from payments.tests.conftest import RIB

GONE_S = 60
BACK_S = 15  # within which an open page hears of news again
PATIENCE_S = 60
NOMINAL = 10  # tries of a login in a quarter of an hour, from one place
FIRST_WAIT_S, LONGEST_WAIT_S = 1, 60  # of static/src/js/live.ts
WHAT = ("pay", "payout", "message", "login", "history", "front page")
PAYOUT = {"amount": {"amount": "100.00", "currency": "MAD"}}


class Load:
    """Visitors in threads of their own; each answer is kept with the moment it came."""

    def __init__(self, programs):
        self.programs = programs
        self.seen = []
        self.news = []
        self.is_over = threading.Event()
        self.threads = []

    def begin(self, visit, pause_s):
        """Call `visit` again and again, `pause_s` apart."""

        def run():
            while not self.is_over.wait(pause_s):
                visit()

        self.thread(run)

    def thread(self, run):
        self.threads.append(threading.Thread(target=run, daemon=True))
        self.threads[-1].start()

    def ask(self, what, method, path, body=None, **words):
        line = self.programs.line()
        try:
            status, _headers, content = ask(line, method, path, body, **words)
        except OSError as error:
            status, content = 599, repr(error).encode()
        finally:
            line.close()
        self.seen.append((time.monotonic(), what, status, content[:300]))
        return content

    def listen(self, cookie):
        """As live.ts does: one socket, called again when it closes, each time after a longer wait."""
        wait_s = FIRST_WAIT_S
        while not self.is_over.is_set():
            try:
                with self._socket(cookie) as line:
                    wait_s = FIRST_WAIT_S
                    self._hear(line)
            except (OSError, WebSocketException):
                time.sleep(wait_s)
                wait_s = min(wait_s * 2, LONGEST_WAIT_S)

    def _socket(self, cookie):
        place, origin = self.programs.folder / "run" / "websocket.sock", "http://127.0.0.1"
        words = {"Cookie": f"sessionid={cookie}"}
        return unix_connect(str(place), "ws://127.0.0.1/ws/", origin=origin, additional_headers=words)

    def _hear(self, line):
        while not self.is_over.is_set():
            try:
                self.news.append((time.monotonic(), json.loads(line.recv(1))["kind"]))
            except TimeoutError:
                continue

    def end(self):
        self.is_over.set()
        for thread in self.threads:
            thread.join(30)

    def statuses(self, what):
        return Counter(status for _at, name, status, _content in self.seen if name == what)

    def heard_after(self, moment):
        """Seconds until the first news; a page that calls again and is greeted has heard none yet."""
        return next((at - moment for at, kind in self.news if kind == "notice" and at > moment), None)


@pytest.fixture
def world(atlas_brand, amina, settings):
    """A contract to pay, a wallet with enough for a transfer each second, and somebody who logs in."""
    settings.PASSWORD_HASHERS = ["kit.hashers.Argon2id"]  # the programs know no other
    deliver_all(fund(signed_deal(atlas_brand, amina, 1_900_000)))
    add_payout_method(wallet=amina.influencer.wallet, holder_name="Amina", rib=RIB, by=amina)
    for name in ("nadia", "victim"):
        person(name, "influencer", email_verified_at=timezone.now())
    return signed_deal(atlas_brand, amina)


def visitors(load, deal, atlas, amina):
    """Money, logins, somebody who guesses a password, and a page that is open."""
    brand, creator = (issue_tokens(user=who, factor=SignIn.Factor.TOTP).access for who in (atlas, amina))
    numbers = count()
    device = json.loads(log_in(load, ""))["device"]
    cookies = Client()
    cookies.force_login(amina)
    load.thread(lambda: load.listen(cookies.cookies["sessionid"].value))
    pay = ("POST", "/api/payments/create-payment-intent", {"collaboration": str(deal.pk)})
    out = ("POST", "/api/finances/request-payout", PAYOUT)
    load.begin(lambda: load.ask("pay", *pay, token=brand, key=f"pay-{next(numbers)}"), 1)
    load.begin(lambda: load.ask("payout", *out, token=creator, key=f"out-{next(numbers)}"), 1)
    talk = open_conversation(kind="application", about=str(deal.application_id))
    said = ("POST", f"/api/conversations/{talk.pk}/messages")
    load.begin(lambda: load.ask("message", *said, words(next(numbers)), token=creator), 2)
    load.begin(lambda: load.ask("history", "GET", "/api/payments/history", token=brand), 0.5)
    load.begin(lambda: log_in(load, device), 1)
    load.begin(lambda: guess(load), 1)
    load.begin(lambda: load.ask("front page", "GET", "/fr/"), 3)


def words(n):
    return {"body": f"Salam {n}", "client_id": str(uuid7())}


def log_in(load, device):
    body = {"email": "nadia@example.ma", "password": PASSWORD} | ({"device": device} if device else {})
    return load.ask("login", "POST", "/api/auth/login", body)


def guess(load):
    body = {"email": "victim@example.ma", "password": "Not-the-password-1"}
    load.ask("guess", "POST", "/api/auth/login", body)


def lose_valkey(programs, load):
    """Gone for a minute, under load; the moment it was back."""
    wait_until(lambda: load.heard_after(0), lambda: f"the page has heard nothing yet: {words_of(programs)}")
    time.sleep(12)
    programs.kill_valkey()
    time.sleep(GONE_S)
    programs.revive_valkey()
    back = time.monotonic()
    wait_until(
        lambda: load.heard_after(back), lambda: f"the page hears nothing any more: {words_of(programs)}"
    )
    return back


def words_of(programs):
    return {name: programs.running[name].last_words(30) for name in ("websocket", "worker")}


def wait_until(is_so, what):
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, what()
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
def test_without_valkey_money_and_logins_go_on_and_limits_bite(programs, world, atlas, amina):
    programs.start("web", "websocket", "worker", "beat")
    load = Load(programs)
    visitors(load, world, atlas, amina)
    back = lose_valkey(programs, load)
    time.sleep(10)
    load.end()
    heard_s = load.heard_after(back)
    n_tries = load.statuses("guess")[401]
    failed = [(round(at - back, 1), *rest) for at, *rest in load.seen if rest[1] >= 500]
    print(  # noqa: T201
        f"Valkey gone for {GONE_S} s: {len(load.seen)} answers, {len(failed)} of them 5xx; "
        f"news {heard_s} s after its return; {n_tries} of {sum(load.statuses('guess').values())} guesses "
        f"were let through ({NOMINAL} allowed); "
        f"{ {what: dict(load.statuses(what)) for what in WHAT} }"
    )
    assert failed == []
    assert heard_s <= BACK_S
    assert NOMINAL <= n_tries <= 2 * NOMINAL
    assert set(load.statuses("login")) == {200}
    assert Payment.objects.filter(escrow_id=world.escrow_id).count() == 1
    assert Message.objects.filter(body__startswith="Salam").count() == load.statuses("message")[201] > 0
    assert Payout.objects.count() == load.statuses("payout")[201]
    assert audit() == []
