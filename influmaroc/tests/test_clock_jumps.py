"""The clock of web, worker and beat jumps (libfaketime): nobody is paid early or twice, or stays signed in.

PostgreSQL and Valkey keep the true time; the laws of the ledger ask no clock. Beat runs while the clock is
set back; later its tasks are sent at once after each leap, run_clocks twice, as a second beat would. Business
days go by the calendar of Morocco, which leaves UTC+1 at 2027-02-07 02:00 UTC for Ramadan and comes back at
2027-03-14 02:00 UTC.
"""

import importlib.util
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from celery import Celery

from accounts.models import SignIn
from accounts.services import issue_tokens
from campaigns.models import Collaboration, Deliverable, Move
from conftest import PASSWORD, Client, approve, fund, person, publish, submit
from influmaroc.tests.deals import signed_deal
from influmaroc.tests.processes import ask
from payments.models import LedgerTransaction
from payments.selectors import audit

BEFORE, INTO, OUT_OF = (
    datetime(2027, 2, 4, 12, tzinfo=UTC),  # a Thursday
    datetime(2027, 2, 7, 2, tzinfo=UTC),
    datetime(2027, 3, 14, 2, tzinfo=UTC),
)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TASKS = ("campaigns.tasks.run_clocks", "campaigns.tasks.run_clocks", "payments.tasks.audit_ledger")
PATIENCE_S = 240
SEEN_S = 2.5  # libfaketime looks into the file once a second, and counts whole ones
N_DEALS = 2


class House:
    """The programs and their clock, which this process shares while it is `here`."""

    def __init__(self, programs, library):
        self.programs = programs
        self.file = programs.folder / "clock"
        self.bell = Celery("bell", broker=f"redis+socket://{programs.folder}/valkey.sock?virtual_host=3")
        self.behind = timedelta()
        programs.surroundings |= {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def now(self):
        return datetime.now(UTC) + self.behind

    def leap(self, moment):
        self.behind = moment - datetime.now(UTC)
        half = self.file.with_suffix(".half")
        half.write_text(f"{self.behind.total_seconds():+.0f}\n", encoding="ascii")
        half.replace(self.file)
        time.sleep(SEEN_S)

    def here(self):
        return time_machine.travel(self.now(), tick=True)

    def work(self):
        """What beat would send, each done by the worker."""
        asked = {self.bell.send_task(task).id for task in TASKS}
        end = time.monotonic() + PATIENCE_S
        while asked:
            assert time.monotonic() < end, self.programs.running["worker"].last_words(40)
            time.sleep(0.1)
            log = (self.programs.folder / "worker.log").read_text(encoding="utf-8", errors="replace")
            assert not any(f"[{one}] raised" in log for one in asked), log[-3000:]
            asked = {one for one in asked if f"[{one}] succeeded" not in log}

    def n_sent_by_beat(self):
        log = (self.programs.folder / "beat.log").read_text(encoding="utf-8", errors="replace")
        return log.count("Sending due task")


@pytest.fixture
def house(programs):
    found = importlib.util.find_spec("libfaketime")
    if found is None or not found.submodule_search_locations:
        pytest.skip("libfaketime is not installed: requirements-peers.txt")
    library = Path(next(iter(found.submodule_search_locations)), "vendor/libfaketime/src/libfaketime.so.1")
    house = House(programs, library)
    house.leap(BEFORE)
    return house


class Watch:
    """Who was paid, and whether that was too early, twice, or not at all."""

    def __init__(self, house):
        self.house = house
        self.n_steps = self.n_paid = 0

    def step(self, moment):
        """Leap there, let the worker work, look: only what was due has happened. How many were paid now."""
        due = dict(open_pieces().values_list("pk", "due_at"))
        paid = set(released())
        self.house.leap(moment)
        self.house.work()
        self.n_steps += 1
        left = set(due) - set(open_pieces().values_list("pk", flat=True))
        early = {pk: due[pk] for pk in left if due[pk] > self.house.now()}
        assert early == {}, f"left before their time, at {moment}"
        now_paid = set(released()) - paid
        self.n_paid += len(now_paid)
        assert_paid_in_order(now_paid, due)
        assert audit() == []
        return len(now_paid)


def open_pieces():
    return Deliverable.objects.filter(state="published", due_at__isnull=False)


def released():
    return Collaboration.objects.filter(state="completed").values_list("pk", flat=True)


def assert_paid_in_order(now_paid, due):
    """What was still open of each was due (the rest had been before); the money moved once."""
    for pk in now_paid:
        pieces = Deliverable.objects.filter(collaboration_id=pk)
        ended_at = Move.objects.get(collaboration_id=pk, to_state="completed").made_at
        assert all(due[piece.pk] <= ended_at for piece in pieces if piece.pk in due)
    for deal in Collaboration.objects.filter(state="completed"):
        assert LedgerTransaction.objects.filter(deal_id=deal.pk, key__startswith="close:").count() == 1


def published(house, brand, creator):
    """Contracts whose pieces are public and wait for the brand's word, which never comes."""
    with house.here():
        deals = [fund(signed_deal(brand, creator)) for _ in range(N_DEALS)]
        for deal in deals:
            for piece in deal.deliverables.all():
                publish(approve(submit(piece)))
    return deals


def deadlines(deals):
    """The first and the last."""
    moments = sorted(Deliverable.objects.filter(collaboration__in=deals).values_list("due_at", flat=True))
    return moments[0], moments[-1]


def wait_out(watch, deals):
    """To just before the deadline with the warnings sent, to the deadline, and back and forth: once."""
    first, last = deadlines(deals)
    assert [watch.step(first - ahead) for ahead in (47 * HOUR, 23 * HOUR, 20 * SECOND)] == [0, 0, 0]
    assert watch.step(last + SECOND) == N_DEALS
    assert [watch.step(last - 2 * HOUR), watch.step(last + HOUR)] == [0, 0]


class Visitor:
    """Nadia with her tokens, and Amina's browser with its cookie."""

    def __init__(self, house, amina):
        self.house, self.device = house, ""
        self.come_in(amina)

    def come_in(self, amina):
        """Both sign in, from where they are known once they have been here."""
        self.tokens = self.log_in()
        with self.house.here():
            browser = Client()
            browser.force_login(amina)
        self.cookie = browser.cookies["sessionid"].value

    def post(self, path, body):
        return ask(self.house.programs.line(), "POST", f"/api/auth/{path}", body)

    def log_in(self):
        device = {"device": self.device} if self.device else {}
        status, _, content = self.post("login", {"email": "nadia@example.ma", "password": PASSWORD, **device})
        assert status == 200, content
        tokens = json.loads(content)
        self.device = tokens["device"]
        return tokens

    def reads(self, tokens):
        """The status that her access token gets."""
        path, line = "/api/payments/history", self.house.programs.line()
        return ask(line, "GET", path, token=tokens["access"])[0]

    def renews(self, tokens):
        return self.post("refresh-token", {"refresh": tokens["refresh"]})[0]

    def sees(self):
        """The status that the browser's page gets."""
        line = self.house.programs.line()
        line.request("GET", "/fr/createur/gains", headers={"Cookie": f"sessionid={self.cookie}"})
        return line.getresponse().status


def two_hours_back(house, watch, visitor, staff):
    """A token of the future lets nobody in, one that is over stays so; beat goes on; no age is negative."""
    ended = visitor.log_in()
    assert visitor.post("logout", {"refresh": ended["refresh"]})[0] == 204
    assert visitor.reads(visitor.tokens) == 200
    assert watch.step(BEFORE - 2 * HOUR) == 0
    began, n_before = time.monotonic(), house.n_sent_by_beat()
    assert [visitor.reads(visitor.tokens), visitor.reads(ended), visitor.renews(ended)] == [401, 401, 401]
    assert visitor.reads(visitor.log_in()) == 200
    assert_no_negative_age(house, staff)
    while house.n_sent_by_beat() == n_before:
        assert time.monotonic() < began + 40, "beat is silent since the clock was set back"
        time.sleep(0.1)
    assert watch.step(BEFORE + 300 * SECOND) == 0
    assert visitor.reads(visitor.tokens) == 200
    return time.monotonic() - began


def assert_no_negative_age(house, staff):
    with house.here():
        token = issue_tokens(user=staff, factor=SignIn.Factor.TOTP).access
    status, _, content = ask(house.programs.line(), "GET", "/api/admin/ledger/ageing", token=token)
    assert status == 200, content
    ages = [row["days"] for row in json.loads(content)]
    assert ages
    assert min(ages) >= 0


def forty_days_on(house, watch, visitor, deals):
    """Nobody is signed in any more; who was never warned is warned first, and given time."""
    far = house.now() + 40 * DAY
    assert watch.step(far) == 0
    assert [visitor.reads(visitor.tokens), visitor.renews(visitor.tokens), visitor.sees()] == [401, 401, 302]
    assert visitor.reads(visitor.log_in()) == 200
    paid = [watch.step(far + days * DAY + days * HOUR) for days in (1, 2, 3)]
    assert sum(paid) == N_DEALS == len(deals)
    assert [watch.step(far - 40 * DAY), watch.step(far + 5 * DAY)] == [0, 0]


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.django_db(transaction=True)
def test_a_clock_that_jumps_pays_nobody_early_or_twice(house, atlas_brand, amina, staff, settings):
    settings.PASSWORD_HASHERS = ["kit.hashers.Argon2id"]  # the programs know no other
    person("nadia", "influencer", email_verified_at=datetime.now(UTC))
    house.programs.start("web", "worker", "beat")
    watch, visitor = Watch(house), Visitor(house, amina)
    assert visitor.sees() == 200
    deals = published(house, atlas_brand, amina)
    silent_s = two_hours_back(house, watch, visitor, staff)
    house.programs.kill("beat")
    assert [watch.step(INTO - 30 * SECOND), watch.step(INTO + 30 * SECOND)] == [0, 0]
    wait_out(watch, deals)
    house.leap(OUT_OF - 3 * DAY)
    deals = published(house, atlas_brand, amina)
    assert [watch.step(OUT_OF - 30 * SECOND), watch.step(OUT_OF + 30 * SECOND)] == [0, 0]
    wait_out(watch, deals)
    visitor.come_in(amina)
    deals = published(house, atlas_brand, amina)
    forty_days_on(house, watch, visitor, deals)
    assert watch.n_paid == 3 * N_DEALS
    print(  # noqa: T201
        f"{watch.n_steps} leaps, {watch.n_paid} of {3 * N_DEALS} contracts paid, none early, none twice; "
        f"set back by two hours, beat went on after {silent_s:.0f} s"
    )
