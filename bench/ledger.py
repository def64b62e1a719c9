"""How many deals a second the ledger books, beside PostgreSQL's own yardstick and a peer in the same run.

python -m bench.ledger [--seconds 5] [--clients 1 8 32] [--audit 100000] [--json]

A deal is two transactions, each committed: funded into an escrow of its own (two legs), released to a
creator, fees and VAT (four legs), every one under a fresh key, through Django and payments.services.post,
with every law of the ledger on and the chain sealed meanwhile, as in production. "hot" sends every deal to
the same wallet. The floor is pgbench's TPC-B (prepared statements, scale 50). The peer is django-hordak,
installed for the run into a folder of its own. Each has a database of its own, which is dropped. At the end
`ledger_check` proves what was written, filled up to --audit entries.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from influmaroc import devservers, stores

ROOT = Path(__file__).resolve().parent.parent
NAME = "bench_ledger"
PROCESSES = 4
PEER = "django-hordak==2.0.0"
# What it needs and we have not; what we have already (Django itself) is not replaced.
PEER_NEEDS = ["django-mptt", "django-money", "py-moneyed", "django-extensions", "django-import-export"]
PEER_NEEDS += ["tablib", "diff-match-patch", "django-js-asset", "dj-database-url"]
Env = dict[str, str]
Result = dict[str, float]


@contextmanager
def database(name: str, like: str = "template1") -> Iterator[Env]:
    """A fresh database (or a copy of one that nobody uses) on the server in use; gives the environment that
    leads there, and drops it."""
    devservers.provide()
    place = stores.database()
    server = {"host": place["HOST"], "user": place["USER"], "password": place["PASSWORD"]}
    server |= {"port": place["PORT"]} if place["PORT"] else {}

    def run(words: str) -> None:
        with psycopg.connect(**server, dbname=place["NAME"], autocommit=True) as db:
            db.execute(sql.SQL(words).format(sql.Identifier(name), sql.Identifier(like)))

    run("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    run("CREATE DATABASE {} TEMPLATE {}")
    url = (
        f"postgresql://{quote(place['USER'])}:{quote(place['PASSWORD'])}@/{name}?host={quote(place['HOST'])}"
    )
    env = {
        **os.environ,
        "DATABASE_URL": f"{url}&port={place['PORT']}" if place["PORT"] else url,
        "PGHOST": place["HOST"],
        "PGUSER": place["USER"],
        "PGPASSWORD": place["PASSWORD"],
        "PGDATABASE": name,
        **({"PGPORT": place["PORT"]} if place["PORT"] else {}),
    }
    try:
        yield env
    finally:
        run("DROP DATABASE IF EXISTS {} WITH (FORCE)")


def start(env: Env, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def manage(env: Env, *words: str) -> subprocess.Popen[str]:
    return start(env, "manage.py", *words)


def finish(process: subprocess.Popen[str]) -> str:
    said = process.communicate()[0]
    if process.returncode:
        raise SystemExit(f"A process failed:\n{said}")
    return said


def crowd(clients: int, seconds: float, begin: Callable[[str], subprocess.Popen[str]]) -> Result:
    """Operations a second by `clients` connections, spread over a few processes; the worst p99 of them."""
    n_processes = min(clients, PROCESSES)
    shares = [clients // n_processes + (n < clients % n_processes) for n in range(n_processes)]
    said = [json.loads(finish(one)) for one in [begin(str(n)) for n in shares]]
    return {
        "per_second": sum(one["posts"] for one in said) / seconds,
        "p99_ms": max(one["p99_ms"] for one in said),
    }


def ours(env: Env, clients: int, seconds: float, flow: str) -> Result:
    def begin(n_threads: str) -> subprocess.Popen[str]:
        words = ["--seconds", str(seconds), "--threads", n_threads, "--flow", flow]
        return manage(env, "ledger_load", *words)

    return crowd(clients, seconds, begin)


@contextmanager
def sealing(env: Env) -> Iterator[None]:
    """Seal once a second while deals are booked; in production it is once a minute."""
    done = threading.Event()

    def seal() -> None:
        place = {"host": env["PGHOST"], "user": env["PGUSER"], "password": env["PGPASSWORD"]}
        with psycopg.connect(**place, port=env.get("PGPORT"), dbname=NAME, autocommit=True) as db:
            while not done.wait(1):
                db.execute("SELECT ledger_seal(NULL, now(), 5000)")

    thread = threading.Thread(target=seal)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def peer() -> Iterator[Path | None]:
    """A folder with django-hordak in it; None, and one line, when it cannot be had."""
    with tempfile.TemporaryDirectory(prefix="bench-peer-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, PEER]
        try:
            done = subprocess.run([*pip, *PEER_NEEDS], capture_output=True, timeout=300, check=False)
            is_there = done.returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            is_there = False
        if not is_there:
            sys.stderr.write(f"peer skipped: {PEER} cannot be installed here\n")
        yield Path(folder) if is_there else None


def theirs(env: Env, clients: int, seconds: float, *more: str) -> Result:
    def begin(n_threads: str) -> subprocess.Popen[str]:
        words = ["--seconds", str(seconds), "--threads", n_threads, *more]
        return start(env, "-m", "bench.peers.hordak_ledger", *words)

    return crowd(clients, seconds, begin)


def pgbench() -> str | None:
    """Beside the server we run, or wherever the system has it."""
    inside = Path(sys.prefix).glob("lib/python*/site-packages/pgserver/pginstall/bin/pgbench")
    return shutil.which("pgbench") or next((str(path) for path in inside), None)


def yardstick(env: Env, clients: int, seconds: float) -> float | None:
    """TPC-B transactions a second; None without pgbench."""
    program = pgbench()
    if program is None:
        return None
    words = [program, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(int(seconds))]
    said = subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout
    return next(float(line.split()[2]) for line in said.splitlines() if line.startswith("tps"))


def measure(clients: list[int], seconds: float, n_audited: int) -> dict[str, Any]:
    """One run: the floor, the peer, ours; and then the auditor."""
    with database("bench_yardstick") as env:
        if pgbench():
            subprocess.run([str(pgbench()), "-i", "-s", "50", "-q"], env=env, capture_output=True, check=True)
        floor = {n: yardstick(env, n, seconds) or 0.0 for n in clients}
    others = measure_peer(clients, seconds)
    with database(NAME) as env:
        finish(manage(env, "migrate", "-v", "0"))
        with sealing(env):
            cases = [("spread", "deal"), ("hot", "hot")]
            mine = {(n, case): ours(env, n, seconds, flow) for n in clients for case, flow in cases}
        check = audited(env, n_audited)
    rows = [
        {"clients": n, "case": case, **found, "tpc_b": floor[n], **compared(found, floor[n], others.get(key))}
        for key, found in mine.items()
        for n, case in [key]
    ]
    return {"rows": rows, "check": check}


def measure_peer(clients: list[int], seconds: float) -> dict[tuple[int, str], Result]:
    with peer() as folder, database("bench_peer") as env:
        if folder is None:
            return {}
        env |= {"PYTHONPATH": f"{ROOT}:{folder}"}
        finish(start(env, "-m", "bench.peers.hordak_ledger", "--fill"))
        cases: list[tuple[str, list[str]]] = [("spread", []), ("hot", ["--hot"])]
        return {(n, case): theirs(env, n, seconds, *more) for n in clients for case, more in cases}


def compared(found: Result, floor: float, other: Result | None) -> Result:
    """Deals, and posts (two of each), as parts of the floor; and as multiples of the peer."""
    rate = found["per_second"]
    return {
        "deals_to_floor": round(rate / floor, 2) if floor else 0.0,
        "posts_to_floor": round(2 * rate / floor, 2) if floor else 0.0,
        "peer": other["per_second"] if other else 0.0,
        "to_peer": round(rate / other["per_second"], 1) if other and other["per_second"] else 0.0,
    }


def audited(env: Env, n_entries: int) -> dict[str, Any]:
    """Fill up to so many entries, then prove them all."""
    while json.loads(finish(manage(env, "ledger_check", "--json", "--read-only")))["entries"] < n_entries:
        ours(env, 8, 5, "deal")
    began = time.perf_counter()
    check = json.loads(finish(manage(env, "ledger_check", "--json")))
    return {**check, "wall_seconds": round(time.perf_counter() - began, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--audit", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.clients, options.seconds, options.audit)
    sys.stdout.write(json.dumps(found) + "\n" if options.json else table(found))


def table(found: dict[str, Any]) -> str:
    form = (
        "{clients:7d} {case:6} {per_second:8.0f} {p99_ms:8.1f} {tpc_b:8.0f} {deals_to_floor:9.2f}"
        " {posts_to_floor:9.2f} {peer:8.0f} {to_peer:7.1f}"
    )
    head = "clients case   deals/s   p99 ms  TPC-B/s  deals/flr  posts/flr   peer/s  x peer"
    lines = [head, *(form.format(**row) for row in found["rows"])]
    check = found["check"]
    verdict = "clean" if check["ok"] else f"{len(check['findings'])} findings"
    lines.append(
        f"ledger_check: {verdict}, {check['entries']} entries in {check['wall_seconds']} s"
        f" ({check['seconds']} s inside), {check['unsealed']} not sealed"
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
