"""The one order in which rows are locked: campaign, application, collaboration, deliverable, escrow, ledger.

Every service and every clock starts at the campaign, so two of them never hold half of what the other needs.
The campaign is locked FOR NO KEY UPDATE: new applications may still point at it meanwhile.
"""

from typing import Any

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from payments.models import Escrow


def lock_campaign(pk: Any) -> Campaign:
    """Lock a campaign; raises DoesNotExist."""
    rows = Campaign.objects.select_related("brand").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=pk)


def claim_campaign(pk: Any) -> Campaign | None:
    """The same for clocks: None when somebody is at work on it; the next minute will do."""
    rows = Campaign.objects.select_related("brand")
    return rows.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(pk=pk).first()


def lock_application(pk: Any) -> Application:
    """Lock an application after its campaign; raises DoesNotExist."""
    campaign = lock_campaign(Application.objects.values_list("campaign_id", flat=True).get(pk=pk))
    return application_of(campaign, pk)


def application_of(campaign: Campaign, pk: Any) -> Application:
    """Lock an application whose campaign is already locked."""
    rows = Application.objects.select_related("influencer__user", "influencer__wallet")
    application = rows.select_for_update(of=("self",)).get(pk=pk)
    application.campaign = campaign
    return application


def lock_collaboration(pk: Any) -> Collaboration:
    """Lock a collaboration after its campaign; raises DoesNotExist."""
    campaign = lock_campaign(Collaboration.objects.values_list("campaign_id", flat=True).get(pk=pk))
    return collaboration_of(campaign, pk)


def collaboration_of(campaign: Campaign, pk: Any) -> Collaboration:
    """Lock a collaboration whose campaign is already locked; its escrow is locked last, by the bank."""
    rows = Collaboration.objects.select_related("influencer__user", "escrow")
    collaboration = rows.select_for_update(of=("self",)).get(pk=pk)
    collaboration.campaign, collaboration.brand = campaign, campaign.brand
    return collaboration


def lock_deliverable(pk: Any) -> Deliverable:
    """Lock a deliverable after its campaign and its collaboration; raises DoesNotExist."""
    ids = Deliverable.objects.values_list("collaboration_id", "collaboration__campaign_id").get(pk=pk)
    return deliverable_of(lock_campaign(ids[1]), ids[0], pk)


def deliverable_of(campaign: Campaign, collaboration_id: Any, pk: Any) -> Deliverable:
    """Lock a deliverable whose campaign is already locked, after its collaboration."""
    collaboration = collaboration_of(campaign, collaboration_id)
    deliverable = Deliverable.objects.select_for_update().get(pk=pk)
    deliverable.collaboration = collaboration
    return deliverable


def lock_money(collaboration: Collaboration) -> None:
    """Before anything is computed from them: the deliverables, then the escrow, of a locked collaboration."""
    list(collaboration.deliverables.select_for_update().order_by("position"))
    collaboration.escrow = Escrow.objects.lock(collaboration.escrow_id)
