"""manage.py sandbox_bank --port 8020: the test bank, a process of its own."""

from django.conf import settings
from django.core.management.base import CommandError

from payments.management.playing import Options, Play
from payments.management.sandbox.server import Bank


class Command(Play):
    help = "Run the sandbox bank: a hosted payment page, signed callbacks, a status and a refund API."
    plays = "sandbox bank"

    def make_server(self, options: Options) -> Bank:
        secret = settings.SANDBOX_GATEWAY["secret"]
        if not secret:
            raise CommandError("SANDBOX_GATEWAY_SECRET is not set.")
        return Bank(options["host"], options["port"], self.place(options), secret)
