"""A backup comes back, to the byte, into an empty database and nowhere else."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bench.ledger import ROOT, database
from influmaroc import backup


def manage(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def at(env: dict[str, str], place: Path) -> dict[str, str]:
    """A house of its own: that database, and files in that folder."""
    return {
        **env,
        "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev",
        "MEDIA_ROOT": str(place / "media"),
        "FILES_ROOT": str(place / "files"),
    }


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_backup_is_restored_and_proved(tmp_path, monkeypatch):
    for name in ("from", "to"):
        (tmp_path / name).mkdir()
    copy = tmp_path / "copy"
    with database("bench_backup_from") as here, database("bench_backup_to") as there:
        source, target = at(here, tmp_path / "from"), at(there, tmp_path / "to")
        assert manage(source, "migrate", "-v", "0").returncode == 0
        assert manage(source, "ledger_load", "--seconds", "1", "--flow", "deal").returncode == 0
        (tmp_path / "from" / "media").mkdir()
        (tmp_path / "from" / "media" / "a.webp").write_bytes(b"picture")
        made = manage(source, "backup", str(copy))
        assert made.returncode == 0, made.stderr
        back = manage(target, "restore", str(copy))
        assert back.returncode == 0, back.stderr
        assert "clean: " in back.stdout
        assert (tmp_path / "to" / "media" / "a.webp").read_bytes() == b"picture"
        again = manage(target, "restore", str(copy))
        assert (again.returncode, "not empty" in again.stderr) == (1, True)
    tables = json.loads((copy / "manifest.json").read_text())["tables"]
    assert tables["public.payments_ledgerentry"]["rows"] > 0


def test_nothing_is_written_over_an_older_backup(tmp_path):
    (tmp_path / "old").touch()
    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", str(tmp_path))


@pytest.mark.django_db
def test_without_the_tools_one_line_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "_places", lambda _name: iter(()))
    with pytest.raises(CommandError, match=r"pg_dump of PostgreSQL \d+ or newer is missing"):
        call_command("backup", str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


@pytest.mark.django_db
def test_nothing_is_restored_over_what_is_there(tmp_path):
    dump = tmp_path / backup.DUMP
    dump.write_bytes(b"x")
    manifest: dict[str, Any] = {"dump_sha256": hashlib.sha256(b"x").hexdigest(), "tables": {}, "files": 0}
    Path(tmp_path / backup.MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(tmp_path))


def test_a_dump_that_was_changed_is_not_restored(tmp_path):
    (tmp_path / backup.DUMP).write_bytes(b"x")
    (tmp_path / backup.MANIFEST).write_text(json.dumps({"dump_sha256": "0" * 64}))
    with pytest.raises(CommandError, match="not the file"):
        call_command("restore", str(tmp_path))
