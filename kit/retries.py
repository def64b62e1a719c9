"""How long to wait before trying again what failed."""

import secrets
from datetime import datetime, timedelta

from django.utils import timezone

FIRST_S = 15
LONGEST_S = 2 * 3600
MAX_ATTEMPTS = 10


def next_try(attempts: int) -> datetime:
    """When to try again after so many failures: 15 s, 30 s ... two hours, each up to a fifth longer."""
    wait_s = min(FIRST_S * 2 ** (attempts - 1), LONGEST_S)
    return timezone.now() + timedelta(seconds=wait_s + secrets.randbelow(wait_s // 5 + 1))
