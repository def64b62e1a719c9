"""Copies of everything that cannot be made again: the database and the files people sent.

A copy is a folder: `database.dump` (pg_dump's own format), `media/`, `files/`, and `manifest.json` with the
number of rows and a SHA-256 of each table as they stood at the moment of the dump: one snapshot serves both.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg import sql

DUMP, MANIFEST = "database.dump", "manifest.json"
FORMAT = 1
TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1, 2"""
ROWS = 'COPY (SELECT t::text FROM {} t ORDER BY t::text COLLATE "C") TO STDOUT'


class BackupFailed(Exception):
    """One line for whoever started it."""


def make(folder: Path) -> dict[str, Any]:
    """Copy everything into a folder that does not exist yet or is empty; return the manifest."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFailed(f"{folder} is not empty.")
    with _connected() as db:
        program = _program("pg_dump", db.info.server_version // 10_000)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = db.execute("SELECT pg_export_snapshot()").fetchone()
        words = [program, "-Fc", "--no-owner", "--snapshot", row[0] if row else "", "-f", str(folder / DUMP)]
        _run(words)
        tables = _tables(db)
    n_files = sum(_copy_files(place, folder / name) for name, place in _folders().items())
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "dump_sha256": _sha256_of(folder / DUMP),
        "files": n_files,
        "tables": tables,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    return manifest


def put_back(folder: Path) -> dict[str, Any]:
    """Restore into an empty database and prove that every table is what it was; return the manifest."""
    manifest = _read(folder)
    with _connected() as db:
        if _table_names(db):
            raise BackupFailed("The database is not empty: nothing is restored over what is there.")
        program = _program("pg_restore", db.info.server_version // 10_000)
        name = db.info.dbname
    for place in _folders().values():
        if place.exists() and any(place.iterdir()):
            raise BackupFailed(f"{place} is not empty: nothing is restored over what is there.")
    _run([program, "--no-owner", "--exit-on-error", "-d", name, str(folder / DUMP)])
    for name, place in _folders().items():
        _copy_files(folder / name, place)
    with _connected() as db:
        db.execute("ANALYZE")
    if differences := differing(manifest):
        raise BackupFailed(f"Restored, but these tables differ from the manifest: {', '.join(differences)}")
    return manifest


def differing(manifest: dict[str, Any]) -> list[str]:
    """Tables that are not, to the byte, what the manifest says."""
    with _connected() as db:
        there = _tables(db)
    names = sorted({*there, *manifest["tables"]})
    return [name for name in names if there.get(name) != manifest["tables"].get(name)]


def _folders() -> dict[str, Path]:
    """What lies on this machine beside the database. A bucket has copies of its own."""
    places = {"media": Path(settings.MEDIA_ROOT)}
    return places if settings.FILES_S3["bucket"] else {**places, "files": Path(settings.FILES_ROOT)}


def _read(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupFailed(f"{folder} has no manifest that can be read.") from error
    if manifest["dump_sha256"] != _sha256_of(folder / DUMP):
        raise BackupFailed(f"{DUMP} is not the file that the manifest was written for.")
    return manifest


def _connected() -> psycopg.Connection:
    """A connection of our own, in UTC, so that times are written the same everywhere."""
    return psycopg.connect(**_place(), options="-c timezone=UTC")


def _place() -> dict[str, Any]:
    wanted = connection.get_connection_params()
    return {name: wanted[name] for name in ("host", "port", "user", "password", "dbname") if wanted.get(name)}


def _table_names(db: psycopg.Connection) -> list[tuple[str, str]]:
    return db.execute(TABLES).fetchall()


def _tables(db: psycopg.Connection) -> dict[str, dict[str, Any]]:
    return {f"{schema}.{name}": _sum_of(db, schema, name) for schema, name in _table_names(db)}


def _sum_of(db: psycopg.Connection, schema: str, name: str) -> dict[str, Any]:
    """Rows and their digest, whatever order they lie in."""
    digest, n_rows = hashlib.sha256(), 0
    with db.cursor().copy(sql.SQL(ROWS).format(sql.Identifier(schema, name))) as rows:
        for row in rows:
            digest.update(row)
            n_rows += 1
    return {"rows": n_rows, "sha256": digest.hexdigest()}


def _copy_files(source: Path, target: Path) -> int:
    if not source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return 0
    shutil.copytree(source, target, dirs_exist_ok=True, copy_function=_copy)
    return sum(path.is_file() for path in target.rglob("*"))


def _copy(source: str, target: str) -> None:
    """What goes meanwhile belongs to no row of the dump: see files.services.collecting."""
    with contextlib.suppress(FileNotFoundError):
        shutil.copy2(source, target)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _program(name: str, server: int) -> str:
    """PostgreSQL's own tool, as new as the server: on the PATH, the system's, or the embedded server's."""
    for path in _places(name):
        words = [path, "--version"]
        said = subprocess.run(words, capture_output=True, text=True, check=False).stdout  # noqa: S603 - own words
        version = re.search(r"(\d+)(?:\.|\b)", said)
        if version and int(version[1]) >= server:
            return path
    raise BackupFailed(
        f"{name} of PostgreSQL {server} or newer is missing: install postgresql-client-{server}."
    )


def _places(name: str) -> Iterator[str]:
    if found := shutil.which(name):
        yield found
    for place in Path("/usr/lib/postgresql").glob(f"*/bin/{name}"):
        yield str(place)
    for place in Path(sys.prefix).glob(f"lib/python*/site-packages/pgserver/pginstall/bin/{name}"):
        yield str(place)


def _run(words: list[str]) -> None:
    place = _place()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    env = {variable: str(place[name]) for name, variable in names.items() if name in place}
    env = {**os.environ, **env, "PGDATABASE": place["dbname"]}
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - own words
    if done.returncode:
        raise BackupFailed(f"{Path(words[0]).name} failed: {done.stderr.strip()[-400:]}")
