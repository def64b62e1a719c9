"""How fast the websocket carries messages: `python -m bench.realtime [--sockets 200 1000 5000]`.

Rooms of two, messages of 100 bytes, each delivered to the other member; one server process, one Valkey, one
client process, all on this machine and in one run. Three servers: `floor` (picows with raw pub/sub), `ours`
(the product's socket and hub on uvicorn) and `stock` (Channels as its manual shows it). The first number of
sockets gets a closed loop of 64 messages under way, three times in turn, of which the middle one counts; the
others get 400 messages a second. Needs requirements-peers.txt.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import uvloop

from bench.ledger import ROOT
from bench.realtime import load
from influmaroc.devservers import valkey
from influmaroc.stack.plan import free_port

UVICORN = (sys.executable, "-m", "uvicorn", "--lifespan", "off", "--log-level", "error", "--no-access-log")
LINES = {"ours": "influmaroc.ws:Protocol", "stock": "websockets-sansio"}
SHAPE = ("--ws-per-message-deflate", "false", "--backlog", "1024")
SERVERS = ("floor", "ours", "stock")
SECONDS, UNDER_WAY, PER_SECOND, TURNS = 8, 64, 400, 3
Row = dict[str, Any]


@contextmanager
def broker() -> Iterator[str]:
    """A Valkey of this run alone."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        try:
            yield valkey.ensure(place)
        finally:
            os.kill(int((place / "valkey.pid").read_text(encoding="ascii")), signal.SIGTERM)


@contextmanager
def running(name: str, url: str) -> Iterator[tuple[str, psutil.Process]]:
    """One server; its address and its process."""
    port = free_port()
    command = (sys.executable, "-m", "bench.realtime.floor", str(port), url)
    if name != "floor":
        line = ("--ws", LINES[name], "--port", str(port))
        command = (*UVICORN, *SHAPE, *line, f"bench.realtime.{name}:application")
    surroundings = {**os.environ, "REDIS_URL": url}
    surroundings["DJANGO_SETTINGS_MODULE"] = "influmaroc.settings.dev"
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings)
    try:
        _wait(port, process)
        yield f"127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while not any(
        line.laddr.port == port and line.status == psutil.CONN_LISTEN
        for line in psutil.Process(process.pid).net_connections("tcp")
    ):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"The server does not listen on {port}.")
        time.sleep(0.1)


async def measured(address: str, server: psutil.Process, n_sockets: int, *, is_loop: bool) -> Row:
    """One row of the table."""
    before = server.memory_info().rss
    started = time.perf_counter()
    rooms = await load.opened(address, n_sockets)
    connect_s = time.perf_counter() - started
    held = (server.memory_info().rss - before) / n_sockets / 1024
    busy = sum(server.cpu_times()[:2])
    if is_loop:
        seen = await load.closed_loop(rooms, UNDER_WAY, SECONDS)
    else:
        seen = await load.steady(rooms, PER_SECOND, SECONDS)
    return {
        "sockets": n_sockets,
        "per_second": round(len(seen.ways) / SECONDS),
        "p50_ms": seen.quantile_ms(0.5),
        "p99_ms": seen.quantile_ms(0.99),
        "lost": seen.sent - len(seen.ways),
        "out_of_order": seen.wrong,
        "kB_per_socket": round(held, 1),
        "connect_s": round(connect_s, 1),
        "cpu_s": round(sum(server.cpu_times()[:2]) - busy, 1),
    }


def compared(rows: dict[str, list[Row]]) -> Row:
    """What the goals are stated in."""
    floor, ours, stock = (rows[name][0] for name in SERVERS)
    return {
        "of_floor": round(ours["per_second"] / floor["per_second"], 2),
        "times_stock": round(ours["per_second"] / stock["per_second"], 1),
        "p99_to_floor": round(ours["p99_ms"] / floor["p99_ms"], 2),
        "most_kB_per_socket": max(row["kB_per_socket"] for row in rows["ours"]),
        "lost": sum(row["lost"] for row in rows["ours"]),
        "out_of_order": sum(row["out_of_order"] for row in rows["ours"]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, nargs="+", default=[200, 1000, 5000])
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with broker() as url:
        turns = [
            {name: _row(name, url, asked.sockets[0], is_loop=True) for name in SERVERS} for _ in range(TURNS)
        ]
        rows = {name: [_middle([turn[name] for turn in turns])] for name in SERVERS}
        for n_sockets in asked.sockets[1:]:
            for name in SERVERS:
                rows[name].append(_row(name, url, n_sockets, is_loop=False))
    sys.stdout.write(json.dumps({**rows, "ratios": compared(rows)}, indent=1) + "\n")
    return 0


def _row(name: str, url: str, n_sockets: int, *, is_loop: bool) -> Row:
    """A fresh server each time."""
    with running(name, url) as (address, server):
        return uvloop.run(measured(address, server, n_sockets, is_loop=is_loop))


def _middle(rows: list[Row]) -> Row:
    """The one of middle speed, with all speeds beside it and whatever went wrong in any."""
    ordered = sorted(rows, key=lambda row: row["per_second"])
    wrong = {name: sum(row[name] for row in rows) for name in ("lost", "out_of_order")}
    return {**ordered[len(rows) // 2], **wrong, "each_turn": [row["per_second"] for row in rows]}


if __name__ == "__main__":
    sys.exit(main())
