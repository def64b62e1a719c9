"""manage.py walkthrough [--gateway NAME] [--base-url URL] [--webhooks] [--json]: the whole job."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

import requests
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from influmaroc.stack.prepare import DEMO_CHECKER, DEMO_LOGINS, DEMO_PASSWORD, DEMO_TOTP_SECRET
from influmaroc.walkthrough.client import Refused
from influmaroc.walkthrough.journey import Journey
from influmaroc.walkthrough.listening import Listener
from influmaroc.walkthrough.payers import PAYERS
from influmaroc.walkthrough.talking import Talkers

BOOKS = (
    "paid {paid} = released {released} + fee {fee} + VAT {vat} + withheld {withheld} "
    "+ refunded {refunded} + held {held} {currency}"
)


def told(journey: Journey) -> list[Callable[[], None]]:
    """The steps of the journey; before the brand's price is countered, both talk about it."""
    steps, talkers = journey.steps(), Talkers(journey)
    start = steps.index(journey.counter)
    return [*steps[:start], talkers.ask, talkers.answer, talkers.open_picture, *steps[start:]]


class Command(BaseCommand):
    help = "Do the whole job over the public API: from two new accounts to money on a RIB, then the books."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default=settings.SITE_URL, help="where the server is")
        parser.add_argument("--gateway", choices=sorted(PAYERS), default="sandbox", help="how the brand pays")
        parser.add_argument("--staff-email", default=DEMO_LOGINS[2])
        parser.add_argument("--checker-email", default=DEMO_CHECKER, help="who agrees to a bank match")
        parser.add_argument("--staff-password", default=DEMO_PASSWORD)
        parser.add_argument("--staff-totp-secret", default=DEMO_TOTP_SECRET)
        parser.add_argument(
            "--webhooks", action="store_true", help="also listen, on the server's own machine"
        )
        parser.add_argument("--json", action="store_true", help="one object: steps and books")

    def handle(self, *args: Any, **options: Any) -> None:
        self.quiet = options["json"]
        secrets = (options["staff_password"], options["staff_totp_secret"])
        staff = [(options[name], *secrets) for name in ("staff_email", "checker_email")]
        journey = Journey(options["base_url"], staff, options["gateway"])
        steps, failure = self._heard(journey) if options["webhooks"] else self._walk(told(journey))
        books = {} if failure else journey.books()
        if self.quiet:
            self.stdout.write(json.dumps({"steps": steps, "books": books}, ensure_ascii=False, indent=2))
        elif books:
            self.stdout.write(f"\nThe books of this contract: {BOOKS.format(**books)}")
            self.stdout.write(f"ledger_check: {books['ledger_check']}")
        if failure or books["ledger_check"] != "ok":
            raise CommandError(failure or "The ledger is not clean.")

    def _heard(self, journey: Journey) -> tuple[list[dict[str, Any]], str]:
        """The same, while programs of both sides listen."""
        listener, steps = Listener(journey), told(journey)
        start = steps.index(journey.write_brief)
        try:
            return self._walk([*steps[:start], listener.listen, *steps[start:], listener.hear])
        finally:
            listener.stop()

    def _walk(self, todo: list[Callable[[], None]]) -> tuple[list[dict[str, Any]], str]:
        """Run the steps until one fails; returns what was done and the failure, if any."""
        steps: list[dict[str, Any]] = []
        for step in todo:
            name = (step.__doc__ or "").strip()
            started, failure = time.monotonic(), ""
            try:
                step()
            except (Refused, requests.RequestException) as error:
                failure = f"{name}: {error}"
            took = round((time.monotonic() - started) * 1000)
            steps.append({"name": name, "ok": not failure, "ms": took})
            self._say(f"{'ok' if not failure else 'NO':>3}  {took:>6} ms  {name}")
            if failure:
                return steps, failure
        return steps, ""

    def _say(self, line: str) -> None:
        if not self.quiet:
            self.stdout.write(line)
