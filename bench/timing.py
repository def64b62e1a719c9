"""Whether the time of an answer tells of an account: `python -m bench.timing URL [--pairs 200]`.

URL is a running product with the demo (`make run`). For login, registration and forgotten passwords, known
and unknown addresses are asked in turn, each from an address of this machine of its own, so that no limit is
reached; given are the medians, their difference and the p-value of Mann and Whitney. Then what a password
costs to check; that a request with a token costs one query is a test (accounts/tests/test_security_doors.py).
"""

import argparse
import json
import math
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
import requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")
django.setup()

from django.contrib.auth.hashers import check_password, make_password  # noqa: E402 - settings first

from influmaroc.tests.attacks.people import PASSWORD, Somebody  # noqa: E402

Ask = Callable[[str, str], Any]
NEWCOMER = {"password": PASSWORD, "name": "Nour Alami", "role": "influencer", "language": "fr"}
BODIES: dict[str, dict[str, str]] = {
    "login": {"password": "not the password"},
    "register": NEWCOMER,
    "forgot-password": {},
}
MOST_MS, MOST_SHARE, MOST_HASHING_MS = 5, 0.1, 250
# So many letters or tries that one account is asked for in an hour; each known address is used less often.
PER_ACCOUNT = {"login": 80, "register": 6, "forgot-password": 3}


def measure(base_url: str, door: str, n_pairs: int) -> dict[str, float]:
    """Milliseconds of a door, for known addresses and for unknown ones."""
    path, body = f"/api/auth/{door}", BODIES[door]
    n_accounts = math.ceil(n_pairs / PER_ACCOUNT[door])
    known = [Somebody(base_url).register().email for _n in range(n_accounts)]
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(n_pairs):
        order = (True, False) if secrets.randbelow(2) else (False, True)
        for is_known in order:
            email = known[number % n_accounts] if is_known else f"b-{secrets.token_hex(6)}@example.ma"
            times[is_known].append(timed(base_url, path, {**body, "email": email}))
    return compared(times[True], times[False])


def timed(base_url: str, path: str, body: dict[str, str]) -> float:
    somebody = Somebody(base_url)
    somebody.http.get(f"{base_url}/healthz", timeout=20)  # the line is open before the clock starts
    started = time.perf_counter()
    answer = somebody.call("POST", path, body, token="")
    took = (time.perf_counter() - started) * 1000
    assert answer.status_code in {202, 401}, answer.text
    return took


def compared(known: list[float], unknown: list[float]) -> dict[str, float]:
    """Medians, their difference, and how likely such a difference is by chance (normal approximation)."""
    one, other = statistics.median(known), statistics.median(unknown)
    wins = sum((a > b) + (a == b) / 2 for a in known for b in unknown)
    n, m = len(known), len(unknown)
    z = (wins - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    p = math.erfc(abs(z) / math.sqrt(2))
    names = {"known_ms": one, "unknown_ms": other, "difference_ms": one - other, "ratio": one / other, "p": p}
    return {name: round(value, 3) for name, value in names.items()}


def hashing(n: int = 20) -> float:
    """The median of checking a password, in milliseconds."""
    kept, times = make_password(PASSWORD), []
    for _n in range(n):
        started = time.perf_counter()
        check_password(PASSWORD, kept)
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--pairs", type=int, default=200)
    asked = parser.parse_args()
    requests.get(f"{asked.url}/healthz", timeout=5).raise_for_status()
    figures: dict[str, Any] = {door: measure(asked.url, door, asked.pairs) for door in BODIES}
    figures |= {"argon2id_ms": hashing(), "pairs": asked.pairs}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    near = all(is_near(figures[door]) for door in BODIES)
    return 0 if near and figures["argon2id_ms"] <= MOST_HASHING_MS else 1


def is_near(figure: dict[str, float]) -> bool:
    return abs(figure["difference_ms"]) <= MOST_MS or abs(figure["ratio"] - 1) <= MOST_SHARE


if __name__ == "__main__":
    sys.exit(main())
