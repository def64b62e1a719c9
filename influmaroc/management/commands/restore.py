"""manage.py restore DIR: what `backup` wrote, into an empty database; proved table by table, then audited."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from influmaroc import backup


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty media folder, compare, and run the auditor."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            manifest = backup.put_back(options["folder"])
        except backup.BackupFailed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(
            f"{len(manifest['tables'])} tables as the manifest says, {manifest['files']} files"
            f" in {time.monotonic() - began:.1f} s"
        )
        call_command("ledger_check", stdout=self.stdout)
