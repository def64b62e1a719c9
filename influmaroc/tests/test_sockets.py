"""The websocket server for real: abused by one person, it closes their lines and serves the others.

Whoever is out of a conversation, of the house, or signed out elsewhere hears nothing more within moments.
"""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial
from uuid import uuid4

import psutil
import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import unix_connect

from accounts.services import end_sign_ins, issue_tokens, set_password, suspend_account
from brands.services import remove_member
from conftest import Client, owner_of, person
from influmaroc.tests.flooding import ABUSES
from kit.ids import uuid7
from kit.live import push
from messaging.services import open_conversation, post_message

pytestmark = pytest.mark.django_db(transaction=True)
ABUSED_S = 15
N_TURNS, N_EACH = 4, 20  # of one p95: eighty
BACK_S = 60
CALLS_SOON = 5  # as live.ts: a tab that met a full process
N_ASKED = 60
MEMORY = 20 << 20  # bytes that the server may have more of afterwards
SLOWER_S = 0.25  # for others, on two cores of which the abuser takes one


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def call(programs, cookie="", query="", origin="http://127.0.0.1", **headers):
    words = {"Cookie": f"sessionid={cookie}"} if cookie else {}
    place = str(programs.folder / "run" / "websocket.sock")
    return unix_connect(
        place, f"ws://127.0.0.1/ws/{query}", origin=origin, additional_headers={**words, **headers}
    )


def memory_of(programs):
    server = psutil.Process(programs.running["websocket"].popen.pid)
    return sum(one.memory_info().rss for one in [server, *server.children(recursive=True)])


def p95_of_asking(line):
    """Seconds until the server has looked into the database for somebody and answered."""
    took = []
    for _ in range(N_ASKED):
        strange, began = str(uuid7()), time.monotonic()
        line.send(json.dumps({"kind": "watch", "conversation": strange}))
        assert json.loads(line.recv(10)) == {"kind": "left", "conversations": [strange]}
        took.append(time.monotonic() - began)
        time.sleep(0.11)
    return p95(took)


def flooding(programs, cookies, seconds, *only_calls):
    words = (str(programs.folder / "run" / "websocket.sock"), ",".join(cookies), str(seconds), *only_calls)
    command = [sys.executable, "-m", "influmaroc.tests.flooding", *words]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)


def sign_ins(user):
    """One for each abuse, and one for the many sockets."""
    return [cookie_of(user) for _ in [*ABUSES, "sockets"]]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_w3_abuse_ends_the_line_and_nobody_else_is_slower(programs, amina, omar, salma):
    programs.start("websocket")
    assert flooding(programs, sign_ins(salma), 3).wait(60) == 0  # the server has done all of it once
    with call(programs, cookie_of(omar)) as line:
        line.recv(10)
        quiet_s, memory = p95_of_asking(line), memory_of(programs)
        attacker = flooding(programs, sign_ins(amina), ABUSED_S)
        abused_s = p95_of_asking(line)
    codes = json.loads(attacker.communicate(timeout=60)[0])
    more = memory_of(programs) - memory
    print(  # noqa: T201
        f"{codes}; memory {more / 2**20:+.1f} MB; p95 of another person {quiet_s * 1000:.0f} ms alone, "
        f"{abused_s * 1000:.0f} ms meanwhile"
    )
    assert sum(ended.pop("429", 0) for ended in codes.values()) > 0
    sockets = codes.pop("sockets")
    assert 1 <= sockets["open"] <= 20
    assert set(sockets) == {"open", "1008"}
    large = {kind: set(codes.pop(kind)) for kind in ("large", "large json")}
    assert large == {"large": {"1009"}, "large json": {"1009"}}
    assert {kind: set(ended) for kind, ended in codes.items()} == {kind: {"1008"} for kind in codes}
    assert more < MEMORY
    assert abused_s < quiet_s + SLOWER_S


def p95(took):
    return sorted(took)[int(len(took) * 0.95)]


def asked_for_pages(programs, cookie):
    """How long a page of somebody's own conversations takes, seconds each."""
    with closing(programs.line("web")) as line:
        for _ in range(N_EACH):
            began = time.monotonic()
            line.request("GET", "/fr/messages", headers={"Cookie": f"sessionid={cookie}"})
            answer = line.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True)
            yield time.monotonic() - began
            time.sleep(0.05)


def sent_messages(line, talk, by):
    """From the service that writes a message until another's socket has it, seconds each."""
    for _ in range(N_EACH):
        began = time.monotonic()
        sent = post_message(conversation_id=talk.pk, body="Salam", client_id=uuid4(), by=by)
        while json.loads(line.recv(10)).get("message", {}).get("id") != str(sent.pk):
            continue
        yield time.monotonic() - began
        time.sleep(0.05)


def cpu_of(programs):
    """Seconds of work that the websocket's processes have done."""
    server = psutil.Process(programs.running["websocket"].popen.pid)
    return sum(sum(one.cpu_times()[:2]) for one in [server, *server.children(recursive=True)])


@pytest.fixture
def neighbours(heard, programs, application, amina):
    """Two who talk, and nothing to do with the attacker: how long pages and messages take, seconds each."""
    programs.start("web")
    atlas = owner_of(application.campaign.brand)
    talk, cookie = open_conversation(kind="application", about=str(application.pk)), cookie_of(atlas)
    with heard(amina) as line:
        yield lambda: (list(asked_for_pages(programs, cookie)), list(sent_messages(line, talk, atlas)))


@contextmanager
def called_in_a_loop(programs, cookie, statuses):
    """One attacker who opens sockets as fast as they can; what they were answered is added to `statuses`."""
    attacker = flooding(programs, [cookie], 120, "calls")
    attacker.stdout.readline()
    yield
    attacker.terminate()
    statuses.update(json.loads(attacker.communicate(timeout=60)[0]))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_w3_who_calls_in_a_loop_slows_nobody(neighbours, programs, omar):
    """By turns, with and without: others work on this machine too, and the attacker's program takes half."""
    bad, statuses, quiet, slow = cookie_of(omar), Counter(), ([], []), ([], [])
    with called_in_a_loop(programs, bad, Counter()):
        neighbours()  # the server has done all of it once
    memory, worked = memory_of(programs), cpu_of(programs)
    for _ in range(N_TURNS):
        for took, more in zip(quiet, neighbours(), strict=True):
            took.extend(more)
        with called_in_a_loop(programs, bad, statuses):
            for took, more in zip(slow, neighbours(), strict=True):
                took.extend(more)
    more, each = memory_of(programs) - memory, (cpu_of(programs) - worked) / statuses.total()
    print(  # noqa: T201
        f"{dict(statuses)}, {each * 1000:.2f} ms of work each; memory {more / 2**20:+.1f} MB; p95 of a page "
        f"and a message {in_ms(quiet)} alone, {in_ms(slow)} meanwhile"
    )
    assert statuses["429"] > 2 * statuses["101"]
    assert more < MEMORY
    assert all(p95(one) < p95(alone) + SLOWER_S for alone, one in zip(quiet, slow, strict=True))


def in_ms(times):
    return " and ".join(f"{p95(took) * 1000:.0f} ms" for took in times)


@pytest.fixture
def heard(programs, settings):
    """What is told here is heard by the server of the test."""
    settings.LIVE_URL = f"{programs.surroundings['REDIS_URL']}?db=2"
    programs.start("websocket")
    return lambda user: call(programs, cookie_of(user))


def code_of(line, within_s):
    """With which code the server closes, and after how long."""
    began = time.monotonic()
    with suppress(TimeoutError):
        while (left := within_s - (time.monotonic() - began)) > 0:
            try:
                line.recv(left)
            except ConnectionClosed as closed:
                return closed.rcvd.code, time.monotonic() - began
    return None, within_s


def kinds_in(line, for_s):
    """The kinds of frames that come within this time."""
    end, kinds = time.monotonic() + for_s, []
    with suppress(TimeoutError):
        while (left := end - time.monotonic()) > 0:
            kinds.append(json.loads(line.recv(left))["kind"])
    return kinds


def come_back(heard, user):
    """Seconds until a page has its greeting, waiting as live.ts does; how often it was refused."""
    began, wait_s, n_refused, n_full = time.monotonic(), 1, 0, 0
    while time.monotonic() < began + BACK_S:
        try:
            line = heard(user)
        except InvalidStatus:
            n_refused += 1
        else:
            with suppress(ConnectionClosed):
                assert json.loads(line.recv(10))["kind"] == "hello"
                return line, time.monotonic() - began, n_refused
            n_full += 1
            if n_full <= CALLS_SOON:
                time.sleep(0.2 * random.uniform(0.5, 1.5))
                continue
        time.sleep(wait_s * random.uniform(0.5, 1.5))
        wait_s = min(wait_s * 2, 60)
    raise AssertionError("it never came back")


def test_w3_twenty_tabs_come_back_at_once(programs, amina):
    """As after a restart. Which process takes a call is the kernel's: each has room for ten of a person's
    tabs, and a tab that met a full one calls again.
    """
    programs.start("websocket")
    cookie = cookie_of(amina)
    with ThreadPoolExecutor(20) as tabs:
        back = list(tabs.map(lambda _n: come_back(partial(call, programs), cookie), range(20)))
    for line, _took_s, _n_refused in back:
        line.close()
    print(f"back after {max(took_s for _line, took_s, _n in back):.1f} s")  # noqa: T201
    assert sum(n_refused for _line, _took_s, n_refused in back) == 0


def test_w3_who_calls_too_often_is_refused_at_once_and_may_come_back(programs, amina, omar):
    programs.start("websocket")
    cookie, refused = cookie_of(amina), None
    for _ in range(100):
        try:
            with call(programs, cookie):
                continue
        except InvalidStatus as said:
            refused = said.response
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "4")
    with call(programs, cookie_of(omar)) as line:
        assert kinds_in(line, 1) == ["hello"]
    line, _took_s, _n_refused = come_back(partial(call, programs), cookie)
    line.close()


@pytest.mark.usefixtures("heard")
def test_w1_only_a_session_and_only_from_our_pages(programs, amina):
    token, cookie = issue_tokens(user=amina).access, cookie_of(amina)
    for origin in ("http://evil.example", "http://127.0.0.1.evil.example", "null", None):
        with pytest.raises(InvalidStatus) as refused:
            call(programs, cookie, origin=origin)
        assert refused.value.response.status_code == 403
    longest = 0.0
    for words in (
        {},
        {"query": f"?token={token}"},
        {"query": f"?access_token={token}&sessionid={cookie}"},
        {"cookie": "made-up"},
        {"Authorization": f"Bearer {token}"},
    ):
        with call(programs, **words) as line:
            code, took_s = code_of(line, 2)
        assert code == 4401
        longest = max(longest, took_s)
    with call(programs, cookie) as line:
        assert kinds_in(line, 1) == ["hello"]
    print(f"closed with 4401 after {longest:.2f} s at most")  # noqa: T201


def test_w2_a_stranger_watches_nothing_and_who_is_removed_hears_nothing_more(
    heard, salma, application, amina, omar
):
    brand = application.campaign.brand
    atlas, talk = owner_of(brand), open_conversation(kind="application", about=str(application.pk))
    watch = json.dumps({"kind": "watch", "conversation": str(talk.pk)})
    with heard(salma) as gone, heard(atlas) as stays, heard(omar) as stranger:
        for line in (gone, stays, stranger):
            line.send(watch)
        assert [kinds_in(line, 1)[:2] for line in (gone, stays, stranger)] == [
            ["hello", "gap"],
            ["hello", "gap"],
            ["hello", "left"],
        ]
        kinds_in(gone, 0.5), kinds_in(stays, 0.5)
        began = time.monotonic()
        remove_member(brand_id=brand.pk, user=salma, by=atlas)
        said = json.loads(gone.recv(1))
        took_s = time.monotonic() - began
        assert said == {"kind": "left", "conversations": [str(talk.pk)]}
        post_message(conversation_id=talk.pk, body="Salam", client_id=uuid4(), by=amina)
        assert "message" in kinds_in(stays, 1)
        assert [kinds_in(line, 0.5) for line in (gone, stranger)] == [[], []]
    print(f"out of the conversation {took_s:.2f} s after the removal began")  # noqa: T201
    assert took_s <= 1


def consume(line):
    while True:
        line.recv(10)


def test_a_page_that_takes_nothing_is_cut_off_and_its_bytes_are_not_kept(heard, programs, amina, omar):
    with heard(omar) as other, heard(amina) as line:
        other.recv(5), line.recv(5)
        before = memory_of(programs)
        for _ in range(600):  # 6 MB, of which nothing is read
            push(f"user.{amina.pk}", {"unread": "x" * 10_000})
        push(f"user.{omar.pk}", {"unread": 1})
        assert json.loads(other.recv(5)) == {"kind": "unread", "unread": 1}
        assert memory_of(programs) - before < MEMORY
        with pytest.raises(ConnectionClosed) as closed:
            consume(line)
        assert closed.value.rcvd is None


def log_out(user):
    end_sign_ins(user=user, why="logout")


def be_suspended(user):
    suspend_account(
        user_id=user.pk, reason="Fraude", by=person("nadia", "staff", is_staff=True, is_superuser=True)
    )


def take_another_password(user):
    set_password(user=user, password="Promenade-au-bord-de-mer-2026")


@pytest.mark.parametrize("revoke", [log_out, be_suspended, take_another_password])
def test_w4_whoever_is_out_has_no_line(heard, amina, omar, revoke):
    with heard(amina) as one, heard(amina) as two, heard(omar) as other:
        for line in (one, two, other):
            line.recv(5)
        began = time.monotonic()
        revoke(amina)
        codes = [code_of(line, 5)[0] for line in (one, two)]
        took_s = time.monotonic() - began
        assert codes == [4401, 4401]
        assert kinds_in(other, 0.5) == []
    print(f"closed {took_s:.2f} s after {revoke.__name__} began")  # noqa: T201
    assert took_s <= 5
