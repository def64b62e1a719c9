"""What should have moved by itself and has not: rows older than the limit of their state.

Every state ends by a deadline, by a task or by somebody's answer. A row that outlived its limit means that
the beat, a worker or a provider stands still, or that staff let something lie. Nothing is repaired.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from events.models import Delivery
from files.models import File, Upload
from files.querysets import OWED
from payments.models import Payment, Payout, ProviderEvent, Refund
from plans.models import CardPlan, CardWish
from privacy.models import Deletion

BEAT = timedelta(hours=1)  # the beat fires each minute
DAY = timedelta(days=1)
MOST = 200
RUNNING = ["funded", "active"]
FROZEN = Q(collaboration__escrow__charged_back_at__isnull=False)  # a bank decides, and alarms when it is late


@dataclass(frozen=True)
class Stuck:
    """One row, the state it is in and since when it should have left it (None: it has no deadline)."""

    kind: str
    id: str
    state: str
    since: date | None


def stuck() -> list[Stuck]:
    """At most 200 of each kind, the oldest first; an empty list when everything moves."""
    now = timezone.now()
    return [*_lifecycles(now), *_money(now), *_cards(now), *_owed(now)]


def _lifecycles(now: datetime) -> Iterator[Stuck]:
    deals = Collaboration.objects.exclude(escrow__charged_back_at__isnull=False)
    work = Deliverable.objects.filter(collaboration__state__in=RUNNING).exclude(FROZEN)
    for rows in (Campaign.objects.all(), Application.objects.all(), deals, work):
        live = rows.filter(state__in=list(rows.model.MOVES))
        yield from _those(live.filter(Q(due_at=None) | Q(due_at__lt=now - BEAT)), "due_at")


def _money(now: datetime) -> Iterator[Stuck]:
    waiting = Payment.objects.filter(state__in=[Payment.State.PENDING, Payment.State.UNKNOWN])
    unknown_s, patience = settings.PAYMENT_UNKNOWN_EXPIRES_AFTER_S, settings.GATEWAY_EXPIRES_AFTER_S
    for name, seconds in patience.items():
        before = now - timedelta(seconds=max(seconds, unknown_s)) - BEAT
        yield from _late(waiting.filter(gateway=name), "made_at", before)
    before = now - timedelta(seconds=unknown_s) - BEAT
    yield from _late(waiting.exclude(gateway__in=patience), "made_at", before)
    days = timedelta(days=settings.LEDGER_AGEING_DAYS)
    yield from _late(Refund.objects.exclude(state=Refund.State.DONE), "made_at", now - days)
    days = timedelta(days=settings.LEDGER_AGEING_ALARM_DAYS["payouts_in_transit"])
    yield from _late(Payout.objects.filter(state__in=Payout.OPEN), "requested_at", now - days)


def _cards(now: datetime) -> Iterator[Stuck]:
    """Pages that stayed open, changes without an answer, plans that Stripe neither renewed nor ended, and
    what is over here and lives on there.
    """
    wishes = CardWish.objects.asked()
    yield from _late(wishes, "made_at", now - BEAT)
    page = timedelta(seconds=settings.PLAN_PAGE_OPEN_S)
    yield from _late(CardPlan.objects.filter(state=CardPlan.State.OPEN), "made_at", now - page - BEAT)
    running = CardPlan.objects.filter(state=CardPlan.State.RUNNING)
    late = timedelta(days=settings.PLAN_CARD_ENDS_AFTER_DAYS)
    yield from _late(running, "late_since", now - late - 2 * DAY)
    today = timezone.localdate(now)
    yield from _late(running.filter(late_since=None), "subscription__ends_on", today - 2 * DAY)
    there = CardPlan.objects.at_stripe()
    ended = there.filter(state=CardPlan.State.ENDED)
    yield from _late(ended, "subscription__ended_at", now - 2 * DAY)
    yield from _late(there.filter(state=CardPlan.State.LAPSED), "made_at", now - 2 * DAY)


def _owed(now: datetime) -> Iterator[Stuck]:
    yield from _late(ProviderEvent.objects.filter(handled_at=None), "received_at", now - BEAT)
    parked = ProviderEvent.objects.filter(outcome__in=ProviderEvent.PARKED)  # nothing else tells of it here
    yield from _late(parked, "received_at", now - DAY)
    yield from _late(Delivery.objects.owed(), "event__happened_at", now - DAY)
    yield from _late(Deletion.objects.filter(state=Deletion.State.ASKED), "due_at", now - DAY)
    yield from _late(Upload.objects.all(), "expires_at", now - DAY)
    yield from _late(File.objects.filter(state__in=OWED), "next_try_at", now - BEAT)
    # Tried again and again: a scanner that gives no verdict.
    waiting = File.objects.filter(state__in=OWED, next_try_at__gte=now - BEAT, ready_at=None)
    yield from _late(waiting, "loose_since", now - DAY)


def _late(rows: QuerySet, column: str, before: date) -> Iterator[Stuck]:
    return _those(rows.filter(**{f"{column}__lt": before}), column)


def _those(rows: QuerySet, column: str) -> Iterator[Stuck]:
    fields: tuple[Any, ...] = ("pk", column)
    has_state = any(one.name == "state" for one in rows.model._meta.concrete_fields)
    for pk, since, *state in rows.order_by(column, "pk").values_list(*fields, *["state"] * has_state)[:MOST]:
        yield Stuck(rows.model._meta.label, str(pk), state[0] if state else "owed", since)
