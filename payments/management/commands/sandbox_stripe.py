"""manage.py sandbox_stripe --port 8022: the pretended Stripe, a process of its own."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import CommandError

from payments.management.playing import Options, Play
from payments.management.stripe import openapi
from payments.management.stripe.server import Stripe

HOST = "127.0.0.1"  # never another: it believes whoever has the test key


class Command(Play):
    help = "Run a Stripe for tests: Checkout, refunds, disputes, Connect, subscriptions, signed webhooks."
    plays = "sandbox Stripe"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--public-url", default="", help="where a browser reaches it")
        parser.add_argument(
            "--webhook-url", default="", help="where its events go, signed with our own secrets"
        )
        parser.add_argument("--balance", type=int, default=0, help="a balance of this in EUR, USD and MAD")
        parser.add_argument("--strict", action="store_true", help="hold everything to the published OpenAPI")

    def make_server(self, options: Options) -> Stripe:
        if not settings.STRIPE["key"].startswith("sk_test_"):
            raise CommandError("STRIPE_SECRET_KEY is not a test key: this Stripe is for tests.")
        if options["host"] != HOST:
            raise CommandError(f"It believes whoever has the test key: {HOST} only.")
        spec = openapi.published() if options["strict"] else None
        server = Stripe((HOST, options["port"]), self.place(options), settings.STRIPE["key"], spec)
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
