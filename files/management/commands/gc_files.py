"""Everything that beat does with files that nobody needs, now."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from files import services


class Command(BaseCommand):
    help = "Remove what no file needs: ended uploads, files that belong to nothing, bytes without a row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--grace", type=int, default=3600, help="seconds that bytes may wait for their row"
        )

        parser.add_argument(
            "--force", action="store_true", help="drop bytes without a row though they are most of all"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = services.collect_all(grace=timedelta(seconds=options["grace"]), force=options["force"])
        for name, n_rows in done.items():
            self.stdout.write(f"{name}: {n_rows}")
