"""manage.py sandbox_cmi --port 8021: a pretended CMI, a process of its own. Ctrl-C or SIGTERM ends it."""

import signal
import tempfile
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.management.cmi.server import Cmi
from payments.selectors import mode_of


class Command(BaseCommand):
    help = "Run a pretended CMI: hosted page, callbacks until they are acknowledged, XML API."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--data", type=Path, default=None, help="folder of its memory")
        parser.add_argument("--gateway", default="cmi", help="which acquirer of the settings it plays")
        parser.add_argument("--every", type=float, default=5.0, help="seconds between tries of a callback")

    def handle(self, *args: Any, **options: Any) -> None:
        shop = settings.CMI_SHOPS.get(options["gateway"])
        if not shop or not shop["store_key"]:
            raise CommandError("This acquirer is not set up: CMI_STORE_KEY and the others are empty.")
        if mode_of(options["gateway"]) == "live":
            raise CommandError("This acquirer has a live address: its key is not for playing.")
        place = options["data"] or Path(tempfile.mkdtemp(prefix="sandbox-cmi-"))
        server = Cmi(options["host"], options["port"], place, shop=shop, every=options["every"])
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
        self.stdout.write(f"sandbox CMI ready on http://{options['host']}:{server.server_address[1]}")
        self.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.2)
        finally:
            server.server_close()
