"""manage.py sandbox_cmi --port 8021: a pretended CMI, a process of its own."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import CommandError

from payments.management.cmi.server import Cmi
from payments.management.playing import Options, Play
from payments.selectors import mode_of


class Command(Play):
    help = "Run a pretended CMI: hosted page, callbacks until they are acknowledged, XML API."
    plays = "sandbox CMI"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--gateway", default="cmi", help="which acquirer of the settings it plays")
        parser.add_argument("--every", type=float, default=5.0, help="seconds between tries of a callback")

    def make_server(self, options: Options) -> Cmi:
        shop = settings.CMI_SHOPS.get(options["gateway"])
        if not shop or not shop["store_key"]:
            raise CommandError("This acquirer is not set up: CMI_STORE_KEY and the others are empty.")
        if mode_of(options["gateway"]) == "live":
            raise CommandError("This acquirer has a live address: its key is not for playing.")
        where, place = (options["host"], options["port"]), self.place(options)
        return Cmi(*where, place, shop=shop, every=options["every"])
