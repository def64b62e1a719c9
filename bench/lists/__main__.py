"""Lists and pages beside a floor and an idiomatic peer.

python -m bench.lists [--rows 10000 100000] [--rounds 3] [--seconds 1.5] [--connections 16] [--json]

Starts PostgreSQL unless it is given (DATABASE_URL), fills scratch databases, starts the servers, and asks
them in turn, round after round: only ratios of one run mean anything. CPU counts the server's processes and
PostgreSQL's. The growth exponent is log10(CPU per request at ten times the rows / before).
"""

import argparse
import json
import math
import os
import sys
from collections import defaultdict
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")

import psycopg

from bench.lists.cases import Case, Table, tables
from bench.lists.data import databases, manage, server
from bench.lists.load import burst, median
from bench.lists.servers import Server, postgres_cpu, postmaster_of, running

Figures = dict[str, list[float]]
FACTS = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
from accounts.services import issue_tokens, start_sign_in
from campaigns.models import Collaboration
user = User.objects.get(email="brand@demo.influmaroc.test")
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session["sign_in"] = str(start_sign_in(user=user, kind="page").pk)
session.save()
contract = Collaboration.objects.visible_to(user).filter(state="active").first()
token = issue_tokens(user=user).access
print(json.dumps({"session": session.session_key, "token": token, "contract": str(contract.pk)}))
"""


def main() -> None:
    asked = arguments()
    report: dict[str, dict[str, dict[int, Figures]]] = defaultdict(lambda: defaultdict(dict))
    with databases(asked.rows) as names:
        for rows, name in names.items():
            say(f"{rows:,} creators ...")
            measure(name, rows, asked, report)
    goals = {table.title: table.goal for table in tables(defaultdict(str))}
    if asked.json:
        print(json.dumps(report))  # noqa: T201 - a report is what this is for
        return
    for title, cases in report.items():
        write(title, goals[title], cases)


def arguments() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    words.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=float, default=1.5)
    words.add_argument("--connections", type=int, default=16)
    words.add_argument("--json", action="store_true")
    return words.parse_args()


def measure(name: str, rows: int, asked: argparse.Namespace, report: Any) -> None:
    """Every table on one database, its cases in turn, round after round."""
    with psycopg.connect(**{**server(), "dbname": name}) as db:
        postmaster = postmaster_of(db.execute("show data_directory").fetchone()[0])
    with running(name) as servers:
        facts = _facts(name)
        for table in tables(facts):
            for case in table.cases:  # once without counting: caches, prepared statements
                burst(servers[case.server].port, case.requests(), connections=asked.connections, seconds=0.7)
            for _round in range(asked.rounds):
                _round_of(table, servers, postmaster, asked, report[table.title], rows)


def _round_of(
    table: Table, servers: dict[str, Server], postmaster: int, asked: argparse.Namespace, into: Any, rows: int
) -> None:
    for case in table.cases:
        figures = into[case.name].setdefault(rows, defaultdict(list))
        for name, value in _once(case, servers[case.server], postmaster, asked).items():
            figures[name].append(value)


def _once(case: Case, at: Server, postmaster: int, asked: argparse.Namespace) -> dict[str, float]:
    before = at.cpu(), postgres_cpu(postmaster)
    result = burst(at.port, case.requests(), connections=asked.connections, seconds=asked.seconds)
    app, db = at.cpu() - before[0], postgres_cpu(postmaster) - before[1]
    n_requests = len(result.latencies)
    return {
        "per_second": result.per_second,
        "p50_ms": result.quantile_ms(0.5),
        "p95_ms": result.quantile_ms(0.95),
        "cpu_us": (app + db) / n_requests * 1e6,
        "app_us": app / n_requests * 1e6,
        "db_us": db / n_requests * 1e6,
        "bytes": result.median_bytes,
    }


def _facts(name: str) -> dict[str, str]:
    """A session, a token and a contract, made by the product itself."""
    said = manage(name, "shell", "-v", "0", "-c", FACTS, settings="bench.lists.settings")
    return json.loads(said.strip().split("\n")[-1])


def write(title: str, goal: str, cases: dict[str, dict[int, Figures]]) -> None:
    """One table: ratios to its first case by round, then their median."""
    say(f"\n{title}\n  goal: {goal}")
    say(
        f"  {'':26}{'rows':>9}{'req/s':>8}{'x floor':>9}{'p50 ms':>8}{'p95 ms':>8}"
        f"{'app us':>8}{'pg us':>8}{'CPU x':>7}{'kB':>6}{'growth':>8}"
    )
    floor = next(iter(cases.values()))
    for name, by_rows in cases.items():
        for rows, figures in by_rows.items():
            say(_row(name, rows, figures, floor[rows], _growth(by_rows, rows)))


def _row(name: str, rows: int, figures: Figures, floor: Figures, growth: str) -> str:
    ratio = median([a / b for a, b in zip(figures["per_second"], floor["per_second"], strict=True)])
    cpu = median([a / b for a, b in zip(figures["cpu_us"], floor["cpu_us"], strict=True)])
    one = {key: median(values) for key, values in figures.items()}
    speed = f"{one['per_second']:>8.0f}{ratio:>9.2f}{one['p50_ms']:>8.1f}{one['p95_ms']:>8.1f}"
    cost = f"{one['app_us']:>8.0f}{one['db_us']:>8.0f}{cpu:>7.2f}{one['bytes'] / 1000:>6.1f}{growth:>8}"
    return f"  {name:26}{rows:>9,}{speed}{cost}"


def _growth(by_rows: dict[int, Figures], rows: int) -> str:
    fewest = min(by_rows)
    if rows == fewest:
        return ""
    cost = {n: median(figures["cpu_us"]) for n, figures in by_rows.items()}
    return f"{math.log(cost[rows] / cost[fewest]) / math.log(rows / fewest):.2f}"


def say(words: str) -> None:
    print(words, file=sys.stderr if words.endswith("...") else sys.stdout)


if __name__ == "__main__":
    main()
