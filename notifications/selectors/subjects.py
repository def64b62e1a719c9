"""What a notice is about: the names, amounts and days its sentence needs, and the page it leads to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from campaigns.models import Application, Campaign, Collaboration, Deliverable, Dispute, Submission
from kit.links import path

Ids = str | UUID
STEPS: dict[str, Any] = {
    "campaign": Campaign,
    "application": Application,
    "collaboration": Collaboration,
    "deliverable": Deliverable,
}


@dataclass(frozen=True)
class Subject:
    """`thread` gathers notices in the inbox, `data` fills sentences in."""

    thread: str
    data: dict[str, Any] = field(default_factory=dict)


def campaign(campaign_id: Ids) -> Subject:
    """One query."""
    row = Campaign.objects.select_related("brand").get(pk=campaign_id)
    return Subject(f"campaign:{row.pk}", _of_campaign(row))


def application(application_id: Ids) -> Subject:
    """One query."""
    rows = Application.objects.select_related("campaign__brand", "influencer")
    row = rows.get(pk=application_id)
    data = {"influencer": row.influencer.name, "price_centimes": row.price_centimes}
    return Subject(f"campaign:{row.campaign_id}", _of_campaign(row.campaign) | data | _deadline(row))


def collaboration(collaboration_id: Ids) -> Subject:
    """One query."""
    rows = Collaboration.objects.select_related("campaign", "brand", "influencer", "escrow")
    row = rows.get(pk=collaboration_id)
    return Subject(f"collaboration:{row.pk}", _of_collaboration(row) | _deadline(row))


def deliverable(deliverable_id: Ids) -> Subject:
    """One query."""
    deal = "collaboration"
    related = [f"{deal}__campaign", f"{deal}__brand", f"{deal}__influencer", f"{deal}__escrow"]
    row = Deliverable.objects.select_related(*related).get(pk=deliverable_id)
    data = {"platform": row.platform, "format": row.format}
    about = _of_collaboration(row.collaboration) | data | _deadline(row)
    return Subject(f"collaboration:{row.collaboration_id}", about)


def attached(attached_to: str) -> tuple[Subject, str] | None:
    """What a file of the work or of a dispute belongs to, and the page for its owner. Two queries."""
    purpose, _colon, pk = attached_to.partition(":")
    if purpose == "deliverable":
        row = Submission.objects.select_related("deliverable").get(pk=pk).deliverable
        return deliverable(row.pk), path("campaigns:deliver", row.collaboration_id, row.position)
    if purpose == "evidence":
        deal = Dispute.objects.get(pk=pk).collaboration_id
        return collaboration(deal), path("campaigns:deal", deal)
    return None


def disputed(matter: str) -> tuple[Subject, str]:
    """The contract whose dispute staff read for ("dispute:<id>"), and its page. Two queries."""
    deal = Dispute.objects.get(pk=matter.removeprefix("dispute:")).collaboration_id
    return collaboration(deal), path("campaigns:deal", deal)


def deal_of(deal_id: Ids) -> Subject | None:
    """The collaboration behind an escrow, when there is one. One query."""
    try:
        return collaboration(deal_id)
    except Collaboration.DoesNotExist:
        return None


def dispute_page(collaboration_id: Ids) -> str:
    """Where staff decide it. One query."""
    pk = Dispute.objects.values_list("pk", flat=True).get(collaboration_id=collaboration_id)
    return path("admin:campaigns_dispute_change", pk)


def is_moot(notice_data: dict[str, Any]) -> bool:
    """A reminder whose step was taken, or whose deadline has passed. One query for reminders, else none."""
    step = notice_data.get("step")
    if not step:
        return False
    rows = STEPS[step["subject"]].objects.filter(pk=step["subject_id"], state=step["state"])
    return datetime.fromisoformat(notice_data["due_at"]) <= timezone.now() or not rows.exists()


def _of_campaign(row: Campaign) -> dict[str, Any]:
    return {"campaign": row.title, "brand": row.brand.name, "logo": row.brand.logo}


def _of_collaboration(row: Collaboration) -> dict[str, Any]:
    escrow = row.escrow
    return {
        "campaign": row.campaign.title,
        "brand": row.brand.name,
        "logo": row.brand.logo,
        "influencer": row.influencer.name,
        "portrait": row.influencer.portrait,
        "number": row.number,
        "price_centimes": row.price_centimes,
        "total_centimes": escrow.total_centimes,
        "net_centimes": escrow.net_centimes,
        "brand_fee_centimes": escrow.brand_fee_centimes,
        "brand_vat_centimes": escrow.brand_vat_centimes,
        "influencer_fee_centimes": -escrow.influencer_fee_centimes,
        "influencer_vat_centimes": -escrow.influencer_vat_centimes,
    }


def _deadline(row: Any) -> dict[str, str]:
    """The deadline people read: when the next step is expected."""
    when = getattr(row, "expected_at", None) or row.due_at
    return {"due_at": when.isoformat()} if when else {}
