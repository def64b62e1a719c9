"""manage.py documents_check [--json]: prove numbers, contents and bytes of papers; exit 1 on a finding."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from invoicing.models import Document, DocumentFile
from invoicing.selectors import audit_documents


class Command(BaseCommand):
    help = (
        "Prove that no number is missing, that papers say what the ledger booked, and that none was changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = audit_documents()
        counts = {"documents": Document.objects.count(), "files": DocumentFile.objects.count()}
        report = {"ok": not findings, **counts, "findings": [one.as_dict() for one in findings]}
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["json"] else _lines(report))
        if findings:
            sys.exit(1)


def _lines(report: dict[str, Any]) -> str:
    found = [
        "{code}: {subject}: expected {expected}, found {actual}".format(**one) for one in report["findings"]
    ]
    verdict = f"{len(found)} findings" if found else "clean"
    return "\n".join([*found, f"{verdict}: {report['documents']} documents, {report['files']} files"])
