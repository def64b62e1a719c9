"""What a brief still lacks, and how well a creator fits it."""

from django.db.models import Sum

from campaigns.models import Campaign
from campaigns.selectors.calendar import today
from influencers.models import Influencer

MAX_UNITS = 40
MAX_REVISIONS = 10


def missing_items(campaign: Campaign) -> list[str]:
    """Codes of what must be there before a brief can be submitted, in the order of the wizard. One query."""
    units = campaign.requirements.aggregate(n=Sum("quantity"))["n"] or 0
    checks = [
        ("title", bool(campaign.title)),
        ("description", bool(campaign.description)),
        ("requirements", units > 0),
        ("too_many_deliverables", units <= MAX_UNITS),
        ("budget", bool(campaign.budget_centimes)),
        ("places", bool(campaign.places)),
        ("revisions", 0 <= (campaign.revisions or 0) <= MAX_REVISIONS),
    ]
    return [code for code, is_there in checks if not is_there] + missing_dates(campaign)


def missing_dates(campaign: Campaign) -> list[str]:
    """Applications close, then the work starts, then it ends; all of it ahead."""
    names = ["application_deadline", "starts_on", "ends_on"]
    missing = [name for name in names if getattr(campaign, name) is None]
    if missing:
        return missing
    days = [getattr(campaign, name) for name in names]
    past = ["dates_past"] if days[0] < today() else []
    ordered = days[0] <= days[1] < days[2]
    return past if ordered else [*past, "dates_order"]


def fit(campaign: Campaign, influencer: Influencer) -> list[tuple[str, bool]]:
    """Each criterion the brief names, and whether the profile meets it. "listed" and "min_followers" decide;
    the others inform. One query; none when the accounts are prefetched.
    """
    platforms = {account.platform for account in influencer.social_accounts.all()}
    overlaps = [
        ("niches", campaign.niches, influencer.niches),
        ("platforms", campaign.platforms, platforms),
        ("cities", campaign.cities, [influencer.city]),
        ("languages", campaign.languages, influencer.languages),
    ]
    soft = [(code, not set(wanted).isdisjoint(had)) for code, wanted, had in overlaps if wanted]
    return [*hard_fit(campaign, influencer), *soft]


def hard_fit(campaign: Campaign, influencer: Influencer) -> list[tuple[str, bool]]:
    """What a creator must meet to apply at all."""
    followers = influencer.n_followers >= campaign.min_followers
    rows = [("listed", influencer.is_listed)]
    return [*rows, ("min_followers", followers)] if campaign.min_followers else rows
