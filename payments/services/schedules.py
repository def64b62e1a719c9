"""Payouts that make themselves: one row for each wallet says when. Run twice, or by two workers at once,
one day makes one payout: the row is locked, and the database takes one payout for a wallet and period."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from kit.calendar import DAY
from kit.errors import Invalid, ensure
from payments import policies
from payments.errors import NoPayoutMethod, PayoutMethodOnHold, PayoutRateMissing
from payments.models import LedgerAccount, Payout, PayoutSchedule, Wallet
from payments.selectors import balance
from payments.services.payouts import make_payout, pass_on, usable_method

Every, Outcome = PayoutSchedule.Every, PayoutSchedule.Outcome
WAITING = {Outcome.NO_METHOD, Outcome.ON_HOLD, Outcome.RATE_MISSING}
LAST_MONTH_DAY = 28


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How often, and the details of it: Monday is 0, a month has 28 days here."""

    every: str
    weekday: int = 0
    month_day: int = 1
    at_least_centimes: int = 0


@transaction.atomic
def set_schedule(*, wallet: Wallet, wish: Wish, by: Any) -> PayoutSchedule:
    """Say when money leaves by itself. Raises NotAllowed, Invalid, ProofNeeded."""
    insist_proof(by=by)
    ensure(policies.may_move(by, wallet))
    if wish.every not in Every.values or not 0 <= wish.weekday <= calendar.SUNDAY:
        raise Invalid
    if not 1 <= wish.month_day <= LAST_MONTH_DAY or wish.at_least_centimes < 0:
        raise Invalid
    row = _row(wallet)
    row.every, row.weekday, row.month_day = wish.every, wish.weekday, wish.month_day
    row.at_least_centimes = wish.at_least_centimes
    row.next_run_on = next_run(row, timezone.localdate())
    row.last_outcome, row.changed_by = "", by
    row.save()
    return row


@transaction.atomic
def run_schedule(*, wallet_id: UUID, on: date) -> str:
    """Pay what is available, if this wallet's day has come; returns the outcome, "" when it has not.

    Something that puts itself right (a hold, a missing rate) is tried again each hour; too little waits
    for the next date.
    """
    wallet = Wallet.objects.lock(wallet_id)
    row = _row(wallet)
    if row.next_run_on is None or row.next_run_on > on:
        return ""
    outcome = _try(wallet, row)
    row.last_run_on, row.last_outcome = on, outcome
    if outcome not in WAITING:
        row.next_run_on = next_run(row, on)
    row.save(update_fields=["last_run_on", "last_outcome", "next_run_on"])
    return outcome


@transaction.atomic
def open_schedules(*, on: date) -> int:
    """Give wallets without a schedule the usual one, every Monday; returns how many."""
    wallets = Wallet.objects.filter(kind=Wallet.Kind.INFLUENCER, payout_schedule=None)
    rows = [PayoutSchedule(wallet=wallet) for wallet in wallets[:1000]]
    for row in rows:
        row.next_run_on = next_run(row, on)
    return len(PayoutSchedule.objects.bulk_create(rows, ignore_conflicts=True))


def next_run(row: PayoutSchedule, after: date) -> date | None:
    """The first day after `after` that the schedule names; None when it is off."""
    if row.every == Every.OFF:
        return None
    day = after + DAY
    while row.every == Every.WEEK and day.weekday() != row.weekday:
        day += DAY
    while row.every == Every.MONTH and day.day != row.month_day:
        day += DAY
    return day


def _row(wallet: Wallet) -> PayoutSchedule:
    """The wallet's row, locked."""
    start = next_run(PayoutSchedule(), timezone.localdate())
    row, _made = PayoutSchedule.objects.get_or_create(wallet=wallet, defaults={"next_run_on": start})
    return PayoutSchedule.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _try(wallet: Wallet, row: PayoutSchedule) -> str:
    available = balance(LedgerAccount.Kind.INFLUENCER_AVAILABLE, wallet.pk)
    if not available:
        return Outcome.NOTHING
    if available < max(row.at_least_centimes, settings.PAYOUT_MIN_CENTIMES):
        return Outcome.BELOW_MINIMUM
    period = f"{row.every} {row.next_run_on}"
    if Payout.objects.filter(wallet=wallet, period=period).exists():
        return Outcome.MADE
    try:
        payout = make_payout(wallet, usable_method(wallet), available, by=None, period=period)
    except (NoPayoutMethod, PayoutMethodOnHold, PayoutRateMissing) as refusal:
        return Outcome(refusal.code)
    if policies.may_approve_itself(payout):
        pass_on(payout, by=None)
    return Outcome.MADE
