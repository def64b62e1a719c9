"""How many ledger transactions a second, beside PostgreSQL's own yardstick in the same run.

python -m bench.ledger [--seconds 5] [--clients 1 8 32] [--json]

A transaction here is a release: payer to influencer, platform fees and VAT, four legs under a fresh key,
through Django's connection and payments.services.post, with every law of the ledger on. The yardstick is
pgbench's TPC-B (prepared statements, scale 50) on the same server. Each runs in a database of its own, which
is dropped. At the end `ledger_check` proves what was written.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
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


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """A fresh database on the server in use; gives the environment that leads there, and drops it."""
    devservers.provide()
    place = stores.database()
    server = {"host": place["HOST"], "user": place["USER"], "password": place["PASSWORD"]}
    server |= {"port": place["PORT"]} if place["PORT"] else {}

    def run(words: str) -> None:
        with psycopg.connect(**server, dbname=place["NAME"], autocommit=True) as db:
            db.execute(sql.SQL(words).format(sql.Identifier(name)))

    run("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    run("CREATE DATABASE {}")
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


def manage(env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    said = process.communicate()[0]
    if process.returncode:
        raise SystemExit(f"A process failed:\n{said}")
    return said


def ours(env: dict[str, str], clients: int, seconds: float) -> dict[str, float]:
    """Posts a second by `clients` connections, spread over a few processes; the worst p99 of them."""
    n_processes = min(clients, PROCESSES)
    shares = [clients // n_processes + (n < clients % n_processes) for n in range(n_processes)]
    words = ["ledger_load", "--seconds", str(seconds), "--threads"]
    said = [json.loads(finish(one)) for one in [manage(env, *words, str(n)) for n in shares]]
    return {
        "per_second": sum(one["posts"] for one in said) / seconds,
        "p99_ms": max(one["p99_ms"] for one in said),
    }


def pgbench() -> str | None:
    """Beside the server we run, or wherever the system has it."""
    inside = Path(sys.prefix).glob("lib/python*/site-packages/pgserver/pginstall/bin/pgbench")
    return shutil.which("pgbench") or next((str(path) for path in inside), None)


def yardstick(env: dict[str, str], clients: int, seconds: float) -> float | None:
    """TPC-B transactions a second; None without pgbench."""
    program = pgbench()
    if program is None:
        return None
    words = [program, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(int(seconds))]
    said = subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout
    return next(float(line.split()[2]) for line in said.splitlines() if line.startswith("tps"))


def measure(clients: list[int], seconds: float) -> dict[str, Any]:
    with database("bench_yardstick") as env:
        if pgbench():
            subprocess.run([str(pgbench()), "-i", "-s", "50", "-q"], env=env, capture_output=True, check=True)
        floor = {n: yardstick(env, n, seconds) for n in clients}
    with database(NAME) as env:
        finish(manage(env, "migrate", "-v", "0"))
        finish(manage(env, "ledger_load", "--fill"))
        rows = [{"clients": n, **ours(env, n, seconds), "tpc_b": floor[n] or 0.0} for n in clients]
        start = time.perf_counter()
        check = json.loads(finish(manage(env, "ledger_check", "--json")))
    for row in rows:
        row["ratio"] = round(row["per_second"] / row["tpc_b"], 2) if row["tpc_b"] else 0.0
    return {"rows": rows, "check": {**check, "seconds": round(time.perf_counter() - start, 1)}}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.clients, options.seconds)
    sys.stdout.write(json.dumps(found) + "\n" if options.json else table(found))


def table(found: dict[str, Any]) -> str:
    form = "{clients:7d} {per_second:9.0f} {p99_ms:8.1f} {tpc_b:9.0f} {ratio:7.2f}"
    lines = ["clients   posts/s   p99 ms   TPC-B/s   ratio", *(form.format(**row) for row in found["rows"])]
    check = found["check"]
    verdict = "clean" if check["ok"] else f"{len(check['findings'])} findings"
    lines.append(f"ledger_check: {verdict}, {check['entries']} entries in {check['seconds']} s")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
