"""One migrated database per set of migrations, which every test database is copied from.

    python -m influmaroc.tests.template

Migrating takes most of a minute of processor, because Django draws its models anew for every operation;
copying takes a second. It stays on the server for the next run, and goes when the migrations change.
"""

from hashlib import sha256
from pathlib import Path

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader

PREFIX = "influmaroc_template_"
LOCK = 0x7E3917A7  # whoever holds it makes the template; the others wait


def ready() -> str:
    """The name of the template, made first when it is missing."""
    name = f"{PREFIX}{_fingerprint()}"
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if (name, True) not in _templates(server):
            _make(server, name)
    return name


def _make(server: psycopg.Connection, name: str) -> None:
    for old, _is_whole in _templates(server):
        server.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    names = connection.settings_dict["TEST"]
    usual, names["NAME"] = names["NAME"], name
    before = connection.settings_dict["NAME"]
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # or the server does so itself, while somebody wants to copy
        connection.creation.destroy_test_db(before, verbosity=0, keepdb=True)  # only lets go of it
    finally:
        names["NAME"] = usual
    # The mark of a whole one: a run that was ended halfway leaves nothing that looks ready.
    server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')


def _templates(server: psycopg.Connection) -> set[tuple[str, bool]]:
    """Their names, and whether they are whole."""
    rows = server.execute(
        "SELECT datname, NOT datallowconn FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
    )
    return set(rows)


def _server() -> psycopg.Connection:
    known = connection.get_connection_params()
    address = {key: known[key] for key in ("host", "port", "user", "password") if key in known}
    return psycopg.connect(**address, dbname="postgres", autocommit=True)


def _fingerprint() -> str:
    """Of every migration's text, in the order of their names."""
    loader = MigrationLoader(None)
    mark = sha256()
    for app, name in sorted(loader.disk_migrations or ()):
        folder, _explicit = loader.migrations_module(app)
        mark.update(f"{app}.{name}".encode())
        mark.update(Path(__import__(folder, fromlist=["__path__"]).__path__[0], f"{name}.py").read_bytes())
    return mark.hexdigest()[:16]


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.test")
    django.setup()
    ready()
