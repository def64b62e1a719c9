"""manage.py reconcile --statement FILE --gateway NAME [--json]: provider, ledger and bank, compared."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kit.errors import Refusal
from treasury.selectors import compare
from treasury.services import read_provider_report, reconcile


class Command(BaseCommand):
    """Ends with 1 when anything differs; repairs nothing."""

    help = "Compare a provider's report with the ledger and the bank."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--statement", type=Path, required=True, help="the provider's report (CSV)")
        parser.add_argument("--gateway", required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, statement: Path, gateway: str, **options: Any) -> None:
        try:
            content = statement.read_bytes()
            report = read_provider_report(gateway=gateway, name=statement.name, content=content)
        except (OSError, Refusal) as error:
            raise CommandError(str(getattr(error, "detail", error))) from error
        run = reconcile(report=report)
        findings = [vars(finding) for finding in compare(report)[1]]
        if options["json"]:
            self.stdout.write(json.dumps({"compared": run.n_compared, "differences": findings}, indent=2))
        else:
            self.stdout.write(f"{run.n_compared} compared, {run.n_different} different")
            for one in findings:
                self.stdout.write(
                    f"  {one['kind']:<10} {one['subject']}: {one['expected']} / {one['actual']}"
                )
        if findings:
            sys.exit(1)
