"""Scratch databases: the demo in one, copied and filled up to a number of creators in the others."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from bench.ledger import ROOT
from influmaroc import devservers, stores

BASE = "bench_lists"
KEYS = {name: secrets.token_urlsafe(50) for name in ("SECRET_KEY", "JWT_SIGNING_KEY")}
FILL = Path(__file__).parent / "fill.sql"
CHECK = """
from influencers.models import Influencer
from influencers.selectors import draw_cards
some = list(Influencer.objects.filter(handle__startswith="creator-").order_by("handle")[:40])
assert {row.pk: bytes(row.card) for row in some} == draw_cards(some), "a card differs from the product's"
"""


def server() -> dict[str, str]:
    """Where PostgreSQL is, for psycopg."""
    devservers.provide()
    place = stores.database()
    words = {"host": place["HOST"], "user": place["USER"], "password": place["PASSWORD"]}
    return {**words, **({"port": str(place["PORT"])} if place["PORT"] else {}), "dbname": place["NAME"]}


def run(words: str, *names: str) -> None:
    """One statement about databases, outside any transaction."""
    with psycopg.connect(**server(), autocommit=True) as db:
        db.execute(sql.SQL(words).format(*(sql.Identifier(name) for name in names)))


def environment(name: str) -> dict[str, str]:
    """What the servers need to run as in production on this database."""
    place = server()
    query = f"host={quote(place['host'])}" + (f"&port={place['port']}" if "port" in place else "")
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{quote(place['user'])}:{quote(place['password'])}@/{name}?{query}",
        "DB_POOL_MIN": "2",
        "DB_POOL_MAX": "4",
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        **KEYS,
        "FIELD_KEYS": "kMq1nN2s0Jb3m4nYy2W8hQ7v5pE0zR6tXcVbNmAsDfg=",
        "LOG_LEVEL": "ERROR",
        "PYTHONWARNINGS": "ignore",
        "DJANGO_SETTINGS_MODULE": "bench.lists.settings",
    }


def manage(name: str, *words: str, settings: str = "influmaroc.settings.dev") -> str:
    """A management command on a scratch database; what it said."""
    env = {**environment(name), "DJANGO_SETTINGS_MODULE": settings}
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words} failed:\n{done.stderr[-3000:]}")
    return done.stdout


@contextmanager
def databases(sizes: list[int]) -> Iterator[dict[int, str]]:
    """One database per number of creators; all are dropped in the end."""
    names = {size: f"{BASE}_{size}" for size in sizes}
    try:
        for name in (BASE, *names.values()):
            run("drop database if exists {} with (force)", name)
        run("create database {}", BASE)
        manage(BASE, "migrate", "-v", "0")
        manage(BASE, "seed_demo", "--seed", "7", "-v", "0")
        for size, name in names.items():
            run("create database {} template {}", name, BASE)
            fill(name, size)
        yield names
    finally:
        for name in (BASE, *names.values()):
            run("drop database if exists {} with (force)", name)


def fill(name: str, size: int) -> None:
    """Creators and half as many campaigns, the same for the same size."""
    with psycopg.connect(**{**server(), "dbname": name}) as db:
        for step in FILL.read_text(encoding="utf-8").replace("{n}", str(size)).split(";\n\n"):
            db.execute(step)
    manage(name, "shell", "-v", "0", "-c", CHECK)
    with psycopg.connect(**{**server(), "dbname": name}, autocommit=True) as db:
        db.execute("vacuum analyze")
