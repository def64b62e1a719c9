"""What is not wrong yet, but should not stay so: seals that come late, money that does not clear."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone

from payments.models import LedgerSeal, LedgerTransaction
from payments.selectors.ageing import ageing


def unsealed() -> tuple[int, datetime | None]:
    """How many transactions have no seal yet, and when the oldest of them was made."""
    seen = LedgerTransaction.objects.filter(seal=None).order_by().aggregate(n=Count("pk"), at=Min("made_at"))
    return seen["n"], seen["at"]


def head() -> LedgerSeal | None:
    """The last link of the chain."""
    return LedgerSeal.objects.first()


def warnings() -> list[dict[str, Any]]:
    """Each with a stable code, its subject and a sentence for the log."""
    found = []
    n_waiting, oldest = unsealed()
    if oldest and timezone.now() - oldest > timedelta(seconds=settings.LEDGER_SEAL_LATE_S):
        found.append(_note("unsealed", str(n_waiting), f"{n_waiting} not sealed, the oldest since {oldest}"))
    for row in ageing():
        if row.days >= settings.LEDGER_AGEING_ALARM_DAYS.get(row.kind, settings.LEDGER_AGEING_DAYS):
            subject = f"{row.kind} {row.owner} {row.currency}".replace("  ", " ")
            found.append(_note("not_cleared", subject, f"{subject} has not cleared for {row.days} days"))
    return found


def _note(code: str, subject: str, said: str) -> dict[str, Any]:
    return {"code": code, "subject": subject, "said": said}
