import os
import pwd
import signal
import subprocess
import sys

import psycopg
import pytest

from influmaroc.devservers import Unavailable, place, postgres, shared, valkey


@pytest.fixture
def own(tmp_path_factory, monkeypatch):
    """A state directory of our own, whose servers end with the test."""
    folder = tmp_path_factory.mktemp("s")
    for outer in (folder, folder.parent, folder.parent.parent):
        outer.chmod(0o755)
    monkeypatch.setenv("INFLU_STATE_DIR", str(folder))
    monkeypatch.setattr(shared, "_in_use", [])
    for name in shared.URLS:
        monkeypatch.setenv(name, "")
    yield place.state_dir()
    shared.stop()


def test_servers_start_are_shared_and_survive_a_kill(own):
    shared.provide()
    url, pid = os.environ["DATABASE_URL"], postgres.running(own / "pg")
    assert valkey.answers(own / "valkey.sock")
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert postgres.ensure(own, "influmaroc") == url
    with psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_the_last_one_to_leave_ends_the_servers(own):
    words = "import time; from influmaroc.devservers import provide; provide(); print(1, flush=True)"
    other = subprocess.Popen([sys.executable, "-c", f"{words}; time.sleep(60)"], stdout=subprocess.PIPE)
    assert other.stdout
    assert other.stdout.readline() == b"1\n"
    shared.provide()
    assert not shared.stop(only_if_unused=True)
    other.kill()
    other.communicate()
    assert shared.stop(only_if_unused=True)
    assert not postgres.running(own / "pg")


def test_urls_that_are_set_start_nothing(own, monkeypatch):
    for name in shared.URLS:
        monkeypatch.setenv(name, "set")
    shared.provide()
    assert not (own / "pg").exists()


def test_an_account_without_a_name_is_told_what_to_do(monkeypatch):
    def unknown(uid):
        raise KeyError(uid)

    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    with pytest.raises(Unavailable, match=r"uid 54321.*DATABASE_URL"):
        place.account()


def test_a_folder_too_deep_for_a_socket_moves_out(monkeypatch, tmp_path):
    monkeypatch.setenv("INFLU_STATE_DIR", str(tmp_path / ("deep" * 25)))
    folder = place.state_dir()
    assert folder.parent == place.Path("/var/tmp")
    folder.rmdir()
