"""manage.py webhook_receiver [--port N] [--secret whsec_…] [--answer 204]: to try webhooks against."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from webhooks.management import receiver


class Command(BaseCommand):
    help = "Receive webhooks on this machine, check their signatures, count them (GET /control)."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """The program reads its own words: it also runs without Django."""
        sys.argv = argv[1:]
        receiver.main()

    def handle(self, *args: Any, **options: Any) -> None:
        receiver.main()
