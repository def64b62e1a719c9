"""Contracts by the dozen, for what is tried again and again."""

from accounts.models import User
from brands.models import Brand
from campaigns.models import Collaboration
from campaigns.services import accept_application, apply_to_campaign
from conftest import make_campaign, owner_of, sign_both


def signed_deal(brand: Brand, creator: User, price_centimes: int = 450_000) -> Collaboration:
    """A contract of a campaign of its own, that waits for the brand's money."""
    campaign = make_campaign(brand)
    application = apply_to_campaign(
        campaign_id=campaign.pk, pitch="Moi", price_centimes=price_centimes, by=creator
    )
    return sign_both(accept_application(application_id=application.pk, by=owner_of(brand)))
