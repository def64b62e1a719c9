"""manage.py stuck_report [--json]: what should have moved and has not; ends with 1 if anything."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from influmaroc.stuck import stuck


class Command(BaseCommand):
    help = "List campaigns, contracts, payments, refunds, transfers and messages that outlived their limit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        found = stuck()
        if options["json"]:
            rows = [vars(one) for one in found]
            self.stdout.write(json.dumps({"ok": not rows, "stuck": rows}, cls=DjangoJSONEncoder))
        else:
            for one in found:
                since = f"since {one.since:%Y-%m-%d %H:%M}" if one.since else "without a deadline"
                self.stdout.write(f"{one.kind} {one.id}: {one.state}, {since}")
            self.stdout.write(f"{len(found)} rows stand still" if found else "everything moves")
        if found:
            sys.exit(1)
