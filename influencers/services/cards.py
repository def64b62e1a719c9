"""What is derived from a profile: sorting figures, whether it is listed, and the drawn row of the list."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Min

from accounts.models import User
from events.services import emit
from influencers.facts import InfluencerListed, InfluencerUpdated
from influencers.models import Influencer
from influencers.selectors import draw_card, draw_cards, missing_items
from kit.morocco import CITY_REGION

FIGURES = ["main_niche", "region", "n_followers", "from_centimes", "is_listed"]
DERIVED = [*FIGURES, "card", "version", "updated_at"]
BATCH = 1000
WRITE_BATCH = 100  # an UPDATE with one CASE per row costs the square of its rows


def settle_profile(influencer: Influencer, *, by: User, changed: Iterable[str] = ()) -> Influencer:
    """Recompute everything derived, save it with `changed`, and tell. The row must be locked."""
    was_listed = influencer.is_listed
    accounts = list(influencer.social_accounts.all())
    influencer.main_niche = influencer.niches[0] if influencer.niches else ""
    influencer.region = CITY_REGION.get(influencer.city, "")
    influencer.n_followers = sum(one.n_followers_declared for one in accounts)
    influencer.from_centimes = influencer.packages.aggregate(low=Min("price_centimes"))["low"]
    is_here = influencer.user.is_active and influencer.user.leaving_at is None
    influencer.is_listed = is_here and not missing_items(influencer, accounts)
    influencer.card = draw_card(influencer, accounts)
    influencer.version += 1
    influencer.save(update_fields=[*changed, *DERIVED])
    emit(InfluencerUpdated(influencer_id=str(influencer.pk)), by=by)
    if influencer.is_listed and not was_listed:
        emit(InfluencerListed(influencer_id=str(influencer.pk)), by=by)
    return influencer


@transaction.atomic
def refresh_listing(*, user_id: Any) -> None:
    """Show or hide the creator whose account was shut, opened, or begins or stops to leave.

    Nothing for people without a profile.
    """
    rows = Influencer.objects.select_for_update(of=("self",)).select_related("user")
    influencer = rows.filter(user=user_id).first()
    if influencer is not None:
        settle_profile(influencer, by=influencer.user)


@transaction.atomic
def refresh_cards(*, ids: Iterable[Any] | None = None) -> int:
    """Draw the stored cards again, for these profiles or for all, in batches; return how many.

    For rows that were written in bulk, and after a change of the card's shape.
    """
    rows = Influencer.objects.order_by("pk") if ids is None else Influencer.objects.filter(pk__in=list(ids))
    done = 0
    batch: list[Influencer] = []
    for influencer in rows.iterator(chunk_size=BATCH):
        batch.append(influencer)
        if len(batch) == BATCH:
            done += _draw_batch(batch)
            batch = []
    return done + _draw_batch(batch)


def _draw_batch(batch: list[Influencer]) -> int:
    cards = draw_cards(batch)
    for influencer in batch:
        influencer.card = cards[influencer.pk]
    Influencer.objects.bulk_update(batch, ["card"], batch_size=WRITE_BATCH)
    return len(batch)
