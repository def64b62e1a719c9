"""manage.py seed_demo --seed N [--scale small|medium|large] [--json]: the invented market."""

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from influmaroc.demo.load import CROWDS, load_demo
from influmaroc.stack.prepare import DEMO_LOGINS, DEMO_PASSWORD

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Fill the database with invented people, campaigns and contracts in every state. The same seed "
        "gives the same ids. Safe to run twice. Example: manage.py seed_demo --seed 7 --scale small"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="the same number gives the same data")
        parser.add_argument("--scale", choices=list(CROWDS), default="small")
        parser.add_argument("--json", action="store_true", help="one object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Demo data and its public password stay out of this place: settings.DEMO is off."
            )
        started = time.monotonic()
        loaded = load_demo(seed=options["seed"], scale=options["scale"], progress=self._progress)
        took = round(time.monotonic() - started, 1)
        if loaded.is_new and sys.stderr.isatty():
            sys.stderr.write("\n")
        answer = {"is_new": loaded.is_new, "seconds": took, "logins": list(DEMO_LOGINS)}
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        elif loaded.is_new:
            self.stdout.write(
                f"The demo is loaded ({took} s). Logins: {', '.join(DEMO_LOGINS)}; {DEMO_PASSWORD}"
            )
        else:
            self.stdout.write("The demo is already there; nothing was changed.")

    def _progress(self, done: int, total: int, what: str) -> None:
        """A bar on a terminal's stderr, so that stdout stays for answers and logs stay short."""
        if not sys.stderr.isatty():
            return
        filled = WIDTH * done // total
        sys.stderr.write(f"\r{'#' * filled}{'.' * (WIDTH - filled)} {done}/{total} {what:<12}")
        sys.stderr.flush()
