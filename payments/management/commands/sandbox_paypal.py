"""manage.py sandbox_paypal --port 8030: somebody who plays PayPal, a process of its own."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from payments.management.paypal.server import FakePayPal
from payments.management.paypal.spec import Spec
from payments.management.playing import Options, Play


class Command(Play):
    help = "Play PayPal for development and tests: orders, refunds, payouts, disputes, signed messages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--specs", default=os.environ.get("PAYPAL_SPECS", ""), help="PayPal's OpenAPI files"
        )
        parser.add_argument("--webhook-url", default="", help="where its messages go from the start")

    def make_server(self, options: Options) -> FakePayPal:
        config = settings.PAYPAL_GATEWAY
        if not config["secret"]:
            raise CommandError("PAYPAL_SECRET is not set.")
        spec = Spec(Path(options["specs"]) if options["specs"] else None)
        where, who = (options["host"], options["port"]), (config["client_id"], config["secret"])
        server = FakePayPal(where, self.place(options), who, spec)
        if options["webhook_url"]:
            server.letters.register({"url": options["webhook_url"]}, config["webhook_id"])
        self.plays = f"test PayPal ({'held to' if spec else 'without'} PayPal's description)"
        return server
