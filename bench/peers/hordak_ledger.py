"""The same deals in django-hordak, the double-entry ledger that Django projects take.

python -m bench.peers.hordak_ledger --fill | --seconds 5 --threads 8 [--hot]

Run with a PYTHONPATH where django-hordak is. A deal is two transactions, as ours: the provider to an escrow,
and from there to the payee and the fees, three legs; the account that pays is locked and its balance read,
because the library keeps none and stops no overdraft.
"""

import argparse
import json
import os
import secrets
import sys
import threading
import time

import django
from django.conf import settings

N_ACCOUNTS = 500

settings.configure(
    # Its converter knows no dirhams: euros do as well here.
    INSTALLED_APPS=["django.contrib.contenttypes", "mptt", "hordak"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["PGDATABASE"],
            "HOST": os.environ["PGHOST"],
            "PORT": os.environ.get("PGPORT", ""),
            "USER": os.environ["PGUSER"],
            "PASSWORD": os.environ["PGPASSWORD"],
        }
    },
    DEFAULT_CURRENCY="EUR",
    CURRENCIES=["EUR"],
    HORDAK_INTERNAL_CURRENCY="EUR",
    USE_TZ=True,
)
django.setup()

from django.core.management import call_command  # noqa: E402 - settings first
from django.db import connection, transaction  # noqa: E402
from hordak.models import Account, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402


def fill() -> None:
    """Tables, the house's accounts, the escrows' and the payees'."""
    call_command("migrate", verbosity=0)
    names = ["clearing", "fees", *(f"escrow-{n}" for n in range(N_ACCOUNTS))]
    names += [f"payee-{n}" for n in range(N_ACCOUNTS)]
    for name in names:
        kind = Account.TYPES.asset if name == "clearing" else Account.TYPES.liability
        Account.objects.create(name=name, type=kind, currencies=["EUR"])


def deal(accounts: dict[str, int], is_hot: bool) -> None:  # noqa: FBT001 - a switch of the measurement
    """Fund, then release."""
    escrow = accounts[f"escrow-{secrets.randbelow(N_ACCOUNTS)}"]
    payee = accounts["payee-0" if is_hot else f"payee-{secrets.randbelow(N_ACCOUNTS)}"]
    with transaction.atomic():
        move({accounts["clearing"]: -4770, escrow: 4770})
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=escrow).get_balance()
        move({escrow: -4770, payee: 3960, accounts["fees"]: 810})


def move(amounts: dict[int, int]) -> None:
    made = Transaction.objects.create()
    for account, amount in amounts.items():
        side = {"credit" if amount > 0 else "debit": Money(abs(amount), "EUR")}
        Leg.objects.create(transaction=made, account_id=account, **side)


def load(end: float, times: list[float], is_hot: bool) -> None:  # noqa: FBT001
    accounts = dict(Account.objects.values_list("name", "pk"))
    while time.monotonic() < end:
        start = time.perf_counter()
        deal(accounts, is_hot)
        times.append(time.perf_counter() - start)
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--hot", action="store_true")
    options = parser.parse_args()
    if options.fill:
        fill()
        return
    times: list[float] = []
    end = time.monotonic() + options.seconds
    threads = [threading.Thread(target=load, args=(end, times, options.hot)) for _ in range(options.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    p99 = times[int(len(times) * 0.99)] if times else 0
    sys.stdout.write(json.dumps({"posts": len(times), "p99_ms": round(p99 * 1000, 2)}))


if __name__ == "__main__":
    main()
