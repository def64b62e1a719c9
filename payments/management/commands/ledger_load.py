"""manage.py ledger_load: fund and release, or only release, as fast as it goes, for bench.ledger."""

import json
import secrets
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
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
        parser.add_argument("--flow", choices=list(FLOWS), default="release")

    def handle(self, *args: Any, **options: Any) -> None:
        if not connection.settings_dict["NAME"].startswith("bench_"):
            raise CommandError("Only a database whose name begins with bench_ is loaded.")
        if options["fill"]:
            fill()
            return
        times: list[float] = []
        end = time.monotonic() + options["seconds"]
        threads = [
            threading.Thread(target=load, args=(end, times, FLOWS[options["flow"]]))
            for _ in range(options["threads"])
        ]
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


def load(end: float, times: list[float], act: Callable[[], None]) -> None:
    """One after the other, each timed."""
    while time.monotonic() < end:
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    connection.close()


def release() -> None:
    """One of many payers, one of many payees, fees and VAT; under a key of its own."""
    pay_out(Leg(Kind.SUSPENSE, f"payer-{secrets.randbelow(N_PAYERS)}", -477_000), a_payee())


def deal() -> None:
    """What a deal is: into an escrow of its own, and from there to one of many payees. Two commits."""
    fund_and_release(a_payee())


def hot_deal() -> None:
    """Every deal to the same creator: their wallet and the platform's fees are touched by all."""
    fund_and_release("payee-hot")


def a_payee() -> str:
    return f"payee-{secrets.randbelow(N_PAYEES)}"


def fund_and_release(payee: str) -> None:
    escrow = uuid7().hex
    clearing = Leg(Kind.PROVIDER_CLEARING, "sandbox", -477_000)
    post(key=f"fund:{escrow}", kind="fund", legs=[clearing, Leg(Kind.SUSPENSE, escrow, 477_000)])
    pay_out(Leg(Kind.SUSPENSE, escrow, -477_000), payee)


def pay_out(source: Leg, payee: str) -> None:
    legs = [
        source,
        Leg(Kind.INFLUENCER_AVAILABLE, payee, 396_000),
        Leg(Kind.PLATFORM_FEES, "", 67_500),
        Leg(Kind.VAT_DUE, "", 13_500),
    ]
    post(key=uuid7().hex, kind="release", legs=legs)


FLOWS = {"release": release, "deal": deal, "hot": hot_deal}
