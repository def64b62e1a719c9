import json
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from influmaroc.stack import lock, plan, supervisor
from influmaroc.stack.process import Part

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
)


@pytest.fixture
def boss(tmp_path):
    said = []
    made = supervisor.Supervisor(
        folder=tmp_path, logs=tmp_path / "logs", environment=dict(os.environ), say=said.append
    )
    made.said = said
    yield made
    made.end(seconds=1)


def test_a_part_that_ends_by_itself_is_named_with_its_last_words(boss):
    boss.start(
        [Part("good", SLEEP), Part("bad", (sys.executable, "-c", "raise SystemExit('no luck today')"))]
    )
    with pytest.raises(supervisor.Ended, match=r"(?s)bad ended by itself \(code 1\).*no luck today"):
        boss.watch()


def test_all_are_ended_and_the_stubborn_ones_killed(boss):
    boss.start([Part("good", SLEEP), Part("stubborn", STUBBORN)])
    pids = [process.popen.pid for process in boss.processes]
    while not boss.processes[1].last_words():
        time.sleep(0.02)
    boss.end(seconds=0.5)
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_errors_in_a_log_are_echoed_once(boss):
    boss.start(
        [
            Part(
                "worker",
                (sys.executable, "-c", "print('fine'); print('ERROR bad'); import time; time.sleep(9)"),
            )
        ]
    )
    deadline = time.monotonic() + 5
    while not boss.said and time.monotonic() < deadline:
        boss.look()
    boss.look()
    assert boss.said == ["worker | ERROR bad"]


def test_a_second_start_is_told_where_the_first_one_is(tmp_path):
    with lock.Lock(tmp_path) as held:
        held.record("http://127.0.0.1:8000", [])
        with pytest.raises(lock.AlreadyRunning, match=rf"http://127.0.0.1:8000 \(process {os.getpid()}\)"):
            lock.Lock(tmp_path).__enter__()
    with lock.Lock(tmp_path):
        assert lock.read(tmp_path / "stack.json") is None


def test_what_a_killed_supervisor_left_is_ended_by_the_next_start(tmp_path):
    orphan = subprocess.Popen(SLEEP, start_new_session=True)
    children = [
        (orphan.pid, psutil.Process(orphan.pid).create_time()),
        (os.getpid(), 0.0),
    ]  # ours: another birth
    (tmp_path / "stack.json").write_text(json.dumps({"pid": 1, "url": "x", "children": children}))
    with lock.Lock(tmp_path):
        assert orphan.wait(5) == -signal.SIGKILL


def test_stopping_a_stack_that_does_not_run_is_no_fault(tmp_path):
    assert lock.stop(tmp_path, seconds=1) is False


def test_a_port_in_use_is_said_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(plan.Refused, match=r"Port \d+ is taken"):
            plan.refuse_taken_port(other.getsockname()[1])


def test_every_part_of_the_plan_is_a_program_that_exists(tmp_path):
    pretended = {"bank": 9, "cmi": 10, "stripe": 11, "paypal": 12}
    parts = plan.Plan(tmp_path, 8000).parts(pretended)
    names = ["web", "files", "websocket", *pretended, "worker", "files-worker", "beat", "front"]
    assert [part.name for part in parts] == names
    assert all(os.access(part.command[0], os.X_OK) for part in parts)


def test_a_pretended_provider_starts_only_where_the_settings_lead_to_it(settings):
    settings.SANDBOX_GATEWAY = {"url": "http://127.0.0.1:8000/sandbox-bank"}
    settings.CMI_SHOPS = {"cmi": {"url": "https://payment.acquirer.ma/fim/est3Dgate"}}
    settings.STRIPE = {"url": "https://api.stripe.com"}
    settings.PAYPAL_TEST_CERTIFICATES = {"origin": ""}
    assert list(plan.pretended_ports()) == ["bank"]
