"""Ending a campaign from afar: refused as long as somebody's money is in it."""

from typing import Any

from django.db import transaction

from accounts.models import User
from campaigns.errors import MoneyHeld
from campaigns.models import Campaign
from campaigns.policies import may_cancel_campaign
from campaigns.selectors.budgets import LIVE
from campaigns.services.cancellations import cancel_campaign
from campaigns.services.locks import collaboration_of, lock_campaign, lock_money
from kit.errors import ensure
from payments.models import Escrow
from payments.selectors import held_parts


@transaction.atomic
def close_campaign(*, campaign_id: Any, by: User) -> Campaign:
    """Cancel a campaign unless money is held for one of its contracts; a page shows what that costs first.

    Raises NotAllowed, MoneyHeld, WrongState.
    """
    campaign = lock_campaign(campaign_id)
    ensure(may_cancel_campaign(by, campaign))
    refuse_held(campaign)
    return cancel_campaign(campaign_id=campaign.pk, by=by)


def refuse_held(campaign: Campaign) -> None:
    """The escrows stay locked, so no payment can slip in before the end of the transaction."""
    live = campaign.collaborations.filter(state__in=LIVE).order_by("pk")
    held = []
    for pk in live.values_list("pk", flat=True):
        collaboration = collaboration_of(campaign, pk)
        lock_money(collaboration)
        if collaboration.escrow.state != Escrow.State.PENDING:
            held.append(collaboration)
    if held:
        numbers = [collaboration.number for collaboration in held]
        parts = [part for collaboration in held for part in held_parts(collaboration.escrow)]
        in_all = sum(part.total_centimes for part in parts)
        raise MoneyHeld(collaborations=numbers, held_centimes=in_all)
