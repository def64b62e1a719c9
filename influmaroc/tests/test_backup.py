"""A backup comes back into an empty database and nowhere else; to the byte: test_large_ledger."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from influmaroc import backup


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


def test_a_file_that_goes_while_the_others_are_copied(tmp_path, monkeypatch):
    source, target = tmp_path / "from", tmp_path / "to"
    source.mkdir()
    for name in "abc":
        (source / name).touch()
    real = backup._copy  # noqa: SLF001 - the moment between looking and copying

    def late(one: str, other: str) -> None:
        if one.endswith("b"):
            Path(one).unlink()
        real(one, other)

    monkeypatch.setattr(backup, "_copy", late)
    assert backup._copy_files(source, target) == 2  # noqa: SLF001 - as above
    assert sorted(path.name for path in target.iterdir()) == ["a", "c"]


def test_a_dump_that_was_changed_is_not_restored(tmp_path):
    (tmp_path / backup.DUMP).write_bytes(b"x")
    (tmp_path / backup.MANIFEST).write_text(json.dumps({"dump_sha256": "0" * 64}))
    with pytest.raises(CommandError, match="not the file"):
        call_command("restore", str(tmp_path))
