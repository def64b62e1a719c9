"""manage.py ledger_check [--json]: prove the ledger and the tables beside it; exit 1 on a finding."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from payments.models import LedgerEntry, LedgerTransaction
from payments.selectors import audit
from payments.selectors.audit import CHECKS


class Command(BaseCommand):
    help = "Prove that every transaction balances, and that escrows, payments, refunds and payouts agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = audit()
        counts = {
            "checks": len(CHECKS),
            "transactions": LedgerTransaction.objects.count(),
            "entries": LedgerEntry.objects.count(),
        }
        if options["json"]:
            body = {"ok": not findings, **counts, "findings": [one.as_dict() for one in findings]}
            self.stdout.write(json.dumps(body, ensure_ascii=False))
        else:
            for one in findings:
                self.stdout.write(f"{one.code}: {one.subject}: expected {one.expected}, found {one.actual}")
            verdict = f"{len(findings)} findings" if findings else "clean"
            self.stdout.write(
                f"{verdict}: {counts['checks']} checks over {counts['transactions']} transactions,"
                f" {counts['entries']} entries"
            )
        if findings:
            sys.exit(1)
