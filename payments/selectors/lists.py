"""Rows that doors and tasks ask for."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from payments.models import Escrow, Movement, Payment, Refund, StripeAccount, Wallet


def movements(wallets: list[Wallet]) -> QuerySet[Movement]:
    """Newest first; nothing for nobody."""
    return Movement.objects.filter(wallet__in=wallets)


def open_payment(escrow: Escrow) -> Payment | None:
    """The attempt that is waiting for the bank, or being checked."""
    waiting = [Payment.State.PENDING, Payment.State.UNKNOWN]
    return escrow.payments.filter(state__in=waiting).order_by("-made_at").first()


def stale_payments(limit: int = 200) -> list[Any]:
    """Ids of unanswered payments old enough to ask the provider about, oldest first."""
    before = timezone.now() - timedelta(seconds=settings.PAYMENT_POLL_AFTER_S)
    waiting = Payment.objects.filter(
        state__in=[Payment.State.PENDING, Payment.State.UNKNOWN], made_at__lte=before
    )
    return list(waiting.order_by("made_at").values_list("pk", flat=True)[:limit])


def unsent_refunds(limit: int = 200) -> list[Any]:
    """Ids of refunds the provider still has to take, by when they are due."""
    due = Refund.objects.filter(
        state__in=[Refund.State.REQUESTED, Refund.State.SENDING], next_try_at__lte=timezone.now()
    )
    return list(due.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def stripe_account(wallet: Wallet) -> StripeAccount | None:
    """The wallet's account at Stripe, whatever its state."""
    return StripeAccount.objects.filter(wallet=wallet).first()
