"""manage.py sandbox_stripe --port 8022: the pretended Stripe, a process. Ctrl-C or SIGTERM ends it."""

import signal
import tempfile
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.management.stripe import openapi
from payments.management.stripe.server import Stripe

HOST = "127.0.0.1"  # never another: it believes whoever has the test key


class Command(BaseCommand):
    help = "Run a Stripe for tests: Checkout, refunds, disputes, Connect, subscriptions, signed webhooks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
        parser.add_argument("--public-url", default="", help="where a browser reaches it")
        parser.add_argument(
            "--webhook-url", default="", help="where its events go, signed with our own secrets"
        )
        parser.add_argument("--balance", type=int, default=0, help="a balance of this in EUR, USD and MAD")
        parser.add_argument("--strict", action="store_true", help="hold everything to the published OpenAPI")
        parser.add_argument("--data", type=Path, help="folder of its memory; a new one by default")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STRIPE["key"].startswith("sk_test_"):
            raise CommandError("STRIPE_SECRET_KEY is not a test key: this Stripe is for tests.")
        server = self._server(options)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
        self.stdout.write(f"sandbox Stripe ready on http://{HOST}:{server.server_address[1]}")
        self.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.2)
        finally:
            server.server_close()

    def _server(self, options: dict[str, Any]) -> Stripe:
        place = options["data"] or Path(tempfile.mkdtemp(prefix="sandbox-stripe-"))
        spec = openapi.published() if options["strict"] else None
        server = Stripe((HOST, options["port"]), place, settings.STRIPE["key"], spec)
        if options["public_url"]:
            server.desk.public_url = options["public_url"].rstrip("/")
        if options["webhook_url"]:
            self._listen(server, options["webhook_url"])
        for currency in ("eur", "usd", "mad"):
            short = options["balance"] - server.desk.balance(currency)
            server.desk.top_up({"currency": currency, "amount": max(short, 0)})
        return server

    def _listen(self, server: Stripe, url: str) -> None:
        """Our own endpoint, and the one for connected accounts where it has a secret."""
        everything = {"url": url, "enabled_events": ["*"]}
        secrets = {"own": settings.STRIPE["secret"], "connect": settings.STRIPE_CONNECT_SECRET}
        for name, secret in secrets.items():
            if secret:
                row = {"id": f"endpoint_{name}", "secret": secret, "is_connect": name == "connect"}
                server.store.save({**everything, **row}, "endpoint")
