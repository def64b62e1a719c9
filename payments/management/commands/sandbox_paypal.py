"""manage.py sandbox_paypal --port 8030: somebody who plays PayPal. Ctrl-C or SIGTERM ends it."""

import os
import signal
import tempfile
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.management.paypal.server import FakePayPal
from payments.management.paypal.spec import Spec


class Command(BaseCommand):
    help = "Play PayPal for development and tests: orders, refunds, payouts, disputes, signed messages."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--data", type=Path, default=None, help="folder of its memory and certificates")
        parser.add_argument(
            "--specs", default=os.environ.get("PAYPAL_SPECS", ""), help="PayPal's OpenAPI files"
        )
        parser.add_argument("--webhook-url", default="", help="where its messages go from the start")

    def handle(self, *args: Any, **options: Any) -> None:
        config = settings.PAYPAL_GATEWAY
        if not settings.DEMO or not config["secret"]:
            raise CommandError("Only development plays PayPal.")
        place = options["data"] or Path(tempfile.mkdtemp(prefix="sandbox-paypal-"))
        spec = Spec(Path(options["specs"]) if options["specs"] else None)
        where, who = (options["host"], options["port"]), (config["client_id"], config["secret"])
        server = FakePayPal(where, place, who, spec)
        if options["webhook_url"]:
            server.letters.register({"url": options["webhook_url"]}, config["webhook_id"])
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
        held = "held to PayPal's description" if spec else "without PayPal's description"
        self.stdout.write(f"test PayPal ready on http://{where[0]}:{server.server_address[1]}, {held}")
        self.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.2)
        finally:
            server.server_close()
