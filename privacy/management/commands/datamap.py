"""Write the data map as a page."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from privacy.selectors import as_markdown

PAGE = Path("docs/privacy/data-map.md")


class Command(BaseCommand):
    help = "Write docs/privacy/data-map.md from privacy/datamap."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / PAGE
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"{PAGE} is written.")
