"""manage.py ledger_load: post release-like transactions as fast as they go, for bench.ledger."""

import json
import secrets
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kit.ids import uuid7
from payments.models import LedgerAccount
from payments.services import Leg, post

N_PAYERS, N_PAYEES, BATCH = 5000, 1000, 250
PLENTY = 10**12
Kind = LedgerAccount.Kind


class Command(BaseCommand):
    help = "Load the ledger of a throw-away database: --fill opens its accounts, then --seconds of posting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fill", action="store_true")
        parser.add_argument("--seconds", type=float, default=5)
        parser.add_argument("--threads", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if not connection.settings_dict["NAME"].startswith("bench_"):
            raise CommandError("Only a database whose name begins with bench_ is loaded.")
        if options["fill"]:
            fill()
            return
        times: list[float] = []
        end = time.monotonic() + options["seconds"]
        threads = [threading.Thread(target=load, args=(end, times)) for _ in range(options["threads"])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        times.sort()
        p99 = times[int(len(times) * 0.99)] if times else 0
        self.stdout.write(json.dumps({"posts": len(times), "p99_ms": round(p99 * 1000, 2)}))


def fill() -> None:
    """Open the payers' accounts with plenty on each."""
    for first in range(0, N_PAYERS, BATCH):
        legs = [Leg(Kind.SUSPENSE, f"payer-{n}", PLENTY) for n in range(first, first + BATCH)]
        bank = Leg(Kind.BANK, "", -BATCH * PLENTY)
        post(key=f"fill-{first}", kind="fill", legs=[*legs, bank])


def load(end: float, times: list[float]) -> None:
    """Release after release: one payer, one payee, fees and VAT; each under a key of its own."""
    while time.monotonic() < end:
        legs = [
            Leg(Kind.SUSPENSE, f"payer-{secrets.randbelow(N_PAYERS)}", -477_000),
            Leg(Kind.INFLUENCER_AVAILABLE, f"payee-{secrets.randbelow(N_PAYEES)}", 396_000),
            Leg(Kind.PLATFORM_FEES, "", 67_500),
            Leg(Kind.VAT_DUE, "", 13_500),
        ]
        start = time.perf_counter()
        post(key=uuid7().hex, kind="release", legs=legs)
        times.append(time.perf_counter() - start)
    connection.close()
