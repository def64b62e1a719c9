"""Charges: made, reminded of, paid, or given up with the plan."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import WrongState
from kit.ids import uuid7
from kit.shares import part_of
from payments.models import LedgerAccount
from payments.services import Leg, post
from plans.facts import PlanCharged, PlanPaid, PlanReminded
from plans.models import Charge, Plan, Subscription
from plans.selectors import vat_bps
from plans.services.standing import close, locked

Kind = LedgerAccount.Kind
State = Charge.State


def charge(
    held: Subscription, words: str, plan: Plan, period: tuple[date, date], net_centimes: int
) -> Charge:
    """Ask for the price of a period, in the caller's transaction, due in PLAN_DUE_DAYS."""
    bps = vat_bps()
    made = make(
        held,
        words=words,
        plan_code=plan.code,
        from_on=period[0],
        until_on=period[1],
        net_centimes=net_centimes,
        vat_bps=bps,
        vat_centimes=part_of(net_centimes, bps),
        due_on=timezone.localdate() + timedelta(days=settings.PLAN_DUE_DAYS),
    )
    emit(
        PlanCharged(
            charge_id=str(made.pk),
            wallet_id=str(held.wallet_id),
            reference=made.reference,
            total_centimes=made.total_centimes,
            due_on=made.due_on.isoformat(),
        )
    )
    return made


def make(held: Subscription, **columns: Any) -> Charge:
    """A row with a reference of its own."""
    pk = uuid7()
    return Charge.objects.create(id=pk, subscription=held, reference=f"PL{pk.hex[-16:].upper()}", **columns)


def book(row: Charge, *, held: Subscription, key: str, reason: str, place: tuple[str, str]) -> None:
    """Paid, in the caller's transaction: the row, the ledger, and word of it. `place` is the account where
    the money is now: its kind, and whose.
    """
    row.move(State.PAID)
    row.settled_at = timezone.now()
    row.save(update_fields=["state", "settled_at", "net_centimes", "vat_centimes"])
    post(
        key=key,
        kind="plan_paid",
        reason=reason,
        currency=row.currency,
        legs=[
            Leg(*place, -row.total_centimes),
            Leg(Kind.PLAN_FEES, "", row.net_centimes),
            Leg(Kind.VAT_DUE, "", row.vat_centimes),
        ],
    )
    amounts = {"net_centimes": row.net_centimes, "vat_centimes": row.vat_centimes}
    emit(PlanPaid(charge_id=str(row.pk), wallet_id=str(held.wallet_id), **amounts))


@transaction.atomic
def settle_charge(*, reference: str, key: str, reason: str) -> Charge:
    """The whole amount arrived at the bank: book it and go on. The caller checked amount and currency.

    Raises WrongState when it was paid or given up already, or when Stripe asks for it.
    """
    found = Charge.objects.values_list("pk", "subscription_id").get(reference=reference)
    held = locked(found[1])
    row = Charge.objects.lock(found[0])
    if row.state != State.DUE or row.stripe_invoice:
        raise WrongState(state=row.state, wanted=State.PAID)
    book(row, held=held, key=key, reason=reason, place=(Kind.BANK, ""))
    if held.state == Subscription.State.PAST_DUE and not held.charges.due().exists():
        held.move(Subscription.State.ACTIVE)
        held.save(update_fields=["state"])
    return row


@transaction.atomic
def remind_or_end(*, charge_id: UUID) -> str:
    """What is not paid: a word on each of PLAN_REMINDER_DAYS after the due day, then back to the free plan.

    Returns waiting, reminded, late or ended. Safe to call every hour: each word is said once.
    """
    held = locked(Charge.objects.values_list("subscription_id", flat=True).get(pk=charge_id))
    row = Charge.objects.lock(charge_id)
    late_days = (timezone.localdate() - row.due_on).days
    if row.state != State.DUE or late_days <= 0 or row.stripe_invoice:
        return "waiting"
    if late_days >= settings.PLAN_ENDS_AFTER_DAYS:
        close(held)
        return "ended"
    if held.state == Subscription.State.ACTIVE:
        held.move(Subscription.State.PAST_DUE)
        held.save(update_fields=["state"])
    n_owed = sum(late_days >= day for day in settings.PLAN_REMINDER_DAYS)
    if n_owed <= row.n_reminders:
        return "late"
    row.n_reminders = n_owed
    row.save(update_fields=["n_reminders"])
    emit(
        PlanReminded(
            charge_id=str(row.pk),
            wallet_id=str(held.wallet_id),
            reference=row.reference,
            total_centimes=row.total_centimes,
            left_days=settings.PLAN_ENDS_AFTER_DAYS - late_days,
        )
    )
    return "reminded"
