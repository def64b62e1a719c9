"""manage.py sandbox_bank --port 8020: the test bank, a process of its own. Ctrl-C or SIGTERM ends it."""

import signal
import tempfile
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.management.sandbox.server import Bank


class Command(BaseCommand):
    help = "Run the sandbox bank: a hosted payment page, signed callbacks, a status and a refund API."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--data", type=Path, default=None, help="folder of its memory; a new one by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        secret = settings.SANDBOX_GATEWAY["secret"]
        if not secret:
            raise CommandError("SANDBOX_GATEWAY_SECRET is not set.")
        place = options["data"] or Path(tempfile.mkdtemp(prefix="sandbox-bank-"))
        bank = Bank(options["host"], options["port"], place, secret)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: threading.Thread(target=bank.shutdown).start())
        self.stdout.write(f"sandbox bank ready on http://{options['host']}:{bank.server_address[1]}")
        self.stdout.flush()
        try:
            bank.serve_forever(poll_interval=0.2)
        finally:
            bank.server_close()
