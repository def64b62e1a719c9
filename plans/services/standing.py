"""Where a brand stands: what changes when its plan does, in the caller's transaction."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from events.services import emit
from payments.models import Wallet
from payments.services import set_brand_fee
from plans.facts import PlanChanged
from plans.models import Charge, Plan, Subscription
from plans.selectors import free_plan


def locked(subscription_id: UUID) -> Subscription:
    """The subscription, behind its wallet."""
    wallet_id = Subscription.objects.values_list("wallet_id", flat=True).get(pk=subscription_id)
    Wallet.objects.lock(wallet_id)
    return Subscription.objects.lock(subscription_id)


def count_as(wallet: Wallet, plan: Plan, was: str, by: Any = None) -> None:
    """The fee of the plan counts for contracts made from now on; old ones keep theirs."""
    set_brand_fee(wallet=wallet, brand_fee_bps=plan.brand_fee_bps)
    if plan.code != was:
        emit(PlanChanged(wallet_id=str(wallet.pk), plan=plan.code, was=was), by=by)


def close(held: Subscription) -> Subscription:
    """Back to the free plan; what is not paid is given up, what the brand made stays."""
    was = held.plan.code
    held.move(Subscription.State.ENDED)
    held.ended_at = timezone.now()
    held.save(update_fields=["state", "ended_at"])
    held.charges.due().update(state=Charge.State.VOID, settled_at=held.ended_at)
    count_as(held.wallet, free_plan(), was)
    return held
