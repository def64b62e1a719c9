"""manage.py simulate [--seed N] [--seeds K] [--steps M] [--http] [--json]: the bank under a random hand."""

import json
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from influmaroc.simulation import Outcome, simulate
from payments.models import Escrow


class Command(BaseCommand):
    """Ends with 1 and the trace of the first seed that broke an invariant. Leaves the database as it was."""

    help = "Drive brands, influencers and a faulty provider at random, and check after every step."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="the first seed")
        parser.add_argument("--seeds", type=int, default=1, help="how many, one after another")
        parser.add_argument("--steps", type=int, default=500)
        parser.add_argument("--http", action="store_true", help="people act through the API")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, seed: int, seeds: int, steps: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The simulation runs on development and test databases only.")
        if Escrow.objects.exists():
            raise CommandError("The simulation counts every centime from nothing: give it an empty database.")
        began, outcomes = time.monotonic(), []
        for number in range(seed, seed + seeds):
            outcomes.append(simulate(seed=number, steps=steps, http=options["http"]))
            if outcomes[-1].failure:
                break
        self._tell(outcomes, time.monotonic() - began, as_json=options["json"])
        if outcomes[-1].failure:
            sys.exit(1)

    def _tell(self, outcomes: list[Outcome], seconds: float, *, as_json: bool) -> None:
        n_steps = sum(one.n_steps for one in outcomes)
        broken = [one for one in outcomes if one.failure]
        if as_json:
            rows = [vars(one) for one in broken]
            said = {"seeds": len(outcomes), "steps": n_steps, "seconds": round(seconds, 1), "broken": rows}
            self.stdout.write(json.dumps(said))
            return
        n_refused = sum(one.n_refused for one in outcomes)
        self.stdout.write(
            f"{len(outcomes)} seeds, {n_steps} steps, {n_refused} refused, "
            f"{len(broken)} broken, {seconds:.1f} s"
        )
        for one in broken:
            self.stdout.write(f"seed {one.seed}: {one.failure}\n  " + "\n  ".join(one.trace))
