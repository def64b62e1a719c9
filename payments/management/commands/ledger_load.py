"""manage.py ledger_load: deals, each funded and released, as fast as it goes, for bench.ledger."""

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

N_PAYEES = 1000
Kind = LedgerAccount.Kind


class Command(BaseCommand):
    help = "Load the ledger of a throw-away database: --seconds of deals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=5)
        parser.add_argument("--threads", type=int, default=1)
        parser.add_argument("--flow", choices=list(FLOWS), default="deal")

    def handle(self, *args: Any, **options: Any) -> None:
        if not connection.settings_dict["NAME"].startswith("bench_"):
            raise CommandError("Only a database whose name begins with bench_ is loaded.")
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


def load(end: float, times: list[float], act: Callable[[], None]) -> None:
    """One after the other, each timed."""
    while time.monotonic() < end:
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    connection.close()


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
    legs = [
        Leg(Kind.SUSPENSE, escrow, -477_000),
        Leg(Kind.INFLUENCER_AVAILABLE, payee, 396_000),
        Leg(Kind.PLATFORM_FEES, "", 67_500),
        Leg(Kind.VAT_DUE, "", 13_500),
    ]
    post(key=uuid7().hex, kind="release", legs=legs)


FLOWS = {"deal": deal, "hot": hot_deal}
