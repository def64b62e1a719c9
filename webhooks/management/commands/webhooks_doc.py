"""manage.py webhooks_doc [--check]: the table of events in docs/webhooks.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from webhooks.selectors import grouped
from webhooks.selectors.catalogue.shape import api_name

START, END = "<!-- events: manage.py webhooks_doc -->", "<!-- end of events -->"


def table() -> str:
    """Every event by group, with what its data hold besides the object."""
    lines = []
    with override("en"):
        for _key, label, events in grouped():
            lines += [
                f"### {label}",
                "",
                "| event | what happened | data besides `object` |",
                "|---|---|---|",
            ]
            for event in events:
                fields = ", ".join(f"`{api_name(name)}`" for name in event.fields) or "-"
                lines.append(f"| `{event.name}` | {event.words} | {fields} |")
            lines.append("")
    return "\n".join(lines)


class Command(BaseCommand):
    help = (
        "Write the table of events into docs/webhooks.md, or (--check) say whether it is as the code has it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.BASE_DIR) / "docs" / "webhooks.md"
        text = file.read_text(encoding="utf-8")
        before, rest = text.split(START)
        _old, after = rest.split(END)
        new = f"{before}{START}\n\n{table()}\n{END}{after}"
        if new == text:
            return
        if options["check"]:
            raise CommandError("docs/webhooks.md is not as the table of events: manage.py webhooks_doc")
        file.write_text(new, encoding="utf-8")
