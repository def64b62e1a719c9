"""manage.py backup DIR: the database, the files, and a manifest that proves them."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from influmaroc import backup


class Command(BaseCommand):
    help = (
        "Copy the database and the files people sent into a new folder, with counts and sums of each table."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            manifest = backup.make(options["folder"])
        except backup.BackupFailed as failure:
            raise CommandError(str(failure)) from failure
        n_rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"{len(manifest['tables'])} tables, {n_rows} rows, {manifest['files']} files"
            f" in {time.monotonic() - began:.1f} s"
        )
