"""manage.py ledger_check [--json] [--anchor NUMBER:HASH] [--read-only]: prove the books, or exit 1."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.errors import AuditRunning
from payments.models import LedgerEntry, LedgerSeal, LedgerTransaction
from payments.selectors import Finding, audit, head, unsealed, warnings
from payments.selectors.audit import checks
from payments.services import run_audit


class Command(BaseCommand):
    help = (
        "Seal what is new, prove the ledger and the tables beside it, keep the result. While it finds "
        "anything, money is on hold. The head of the chain is printed: keep it elsewhere, and give it back "
        "as --anchor to prove that nothing before it was rewritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
        parser.add_argument("--anchor", metavar="NUMBER:HASH", action="append", default=[])
        parser.add_argument(
            "--read-only", action="store_true", help="write nothing: no seals, no run, no hold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            body = looked_at() if options["read_only"] else examined()
        except AuditRunning as running:
            raise CommandError(str(running.detail)) from running
        findings = [*body["findings"], *map(Finding.as_dict, filter(None, map(compared, options["anchor"])))]
        body = {"ok": not findings, "checks": len(checks()), **body, "findings": findings}
        self.stdout.write(json.dumps(body, ensure_ascii=False) if options["json"] else in_words(body))
        if findings:
            sys.exit(1)


def examined() -> dict[str, Any]:
    """Run the auditor as the schedule does."""
    run = run_audit()
    return {
        "transactions": run.n_transactions,
        "entries": run.n_entries,
        "head": run.head,
        "unsealed": unsealed()[0],
        "seconds": run.took_ms / 1000,
        "warnings": run.warnings,
        "findings": run.findings,
    }


def looked_at() -> dict[str, Any]:
    """Only look."""
    last = head()
    return {
        "transactions": LedgerTransaction.objects.count(),
        "entries": LedgerEntry.objects.count(),
        "head": str(last) if last else "0:",
        "unsealed": unsealed()[0],
        "warnings": warnings(),
        "findings": [finding.as_dict() for finding in audit()],
    }


def compared(anchor: str) -> Finding | None:
    """A finding, when the chain does not pass through what was kept elsewhere."""
    number, _colon, wanted = anchor.partition(":")
    if not number.isascii() or not number.isdigit():
        raise CommandError("An anchor looks like 42:1f0c…, as an earlier ledger_check printed it.")
    seal = LedgerSeal.objects.filter(sequence=int(number)).first()
    found = bytes(seal.hash).hex() if seal else "no such seal"
    return None if found == wanted.lower() else Finding("anchor_differs", f"seal {number}", wanted, found)


def in_words(body: dict[str, Any]) -> str:
    form = "{code}: {subject}: expected {expected}, found {actual}"
    lines = [form.format(**one) for one in body["findings"]]
    lines += [f"warning: {one['said']}" for one in body["warnings"]]
    verdict = f"{len(body['findings'])} findings" if body["findings"] else "clean"
    counts = "{checks} checks over {transactions} transactions, {entries} entries".format(**body)
    return "\n".join([*lines, f"{verdict}: {counts}; head {body['head']}"])
