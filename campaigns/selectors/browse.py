"""The public list of campaigns: filters, places left, and how well each one fits a creator."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from campaigns.models import Application, Campaign, Collaboration
from campaigns.selectors.budgets import TAKEN
from campaigns.selectors.calendar import today
from influencers.models import Influencer
from kit.morocco import CITY_REGION

COUNTED = 1000  # beyond this, a count says "1,000 and more" and costs nothing extra
SORTS: dict[str, list[Any]] = {
    "new": ["-published_at", "-id"],
    "pay": [(F("budget_centimes") / F("places")).desc(nulls_last=True), "-id"],
    "soon": ["application_deadline", "-id"],
    "fit": ["-n_fits", "-published_at", "-id"],
}


def taking_applications() -> QuerySet[Campaign]:
    """Open campaigns whose last day to apply has not passed."""
    in_time = Q(application_deadline=None) | Q(application_deadline__gte=today())
    return Campaign.objects.filter(in_time, state=Campaign.State.OPEN)


def browse(asked: dict[str, Any], influencer: Influencer | None = None) -> QuerySet[Campaign]:
    """Open campaigns that meet every filter, with `n_taken`; for a creator with `n_fits`, `has_applied`."""
    rows = taking_applications().filter(*conditions(asked).values())
    rows = with_places(rows.select_related("brand"))
    if influencer is not None:
        rows = with_fit(rows, influencer)
    sort = asked["sort"] if influencer is not None or asked["sort"] != "fit" else "new"
    return rows.order_by(*SORTS[sort])


def conditions(asked: dict[str, Any]) -> dict[str, Q]:
    """One condition per filter that was asked for, under the filter's name."""
    makers = {
        "q": _has_words,
        "niche": lambda niches: Q(niches__overlap=niches),
        "place": _in_place,
        "platform": lambda platforms: Q(platforms__overlap=platforms),
        "pay": _pays,
        "language": lambda languages: Q(languages__overlap=languages) | Q(languages=[]),
        "until": _closes_within,
    }
    return {name: make(asked[name]) for name, make in makers.items() if asked.get(name)}


def _has_words(text: str) -> Q:
    found = Q()
    for word in text.split()[:6]:
        found &= Q(title__icontains=word) | Q(objective__icontains=word) | Q(brand__name__icontains=word)
    return found


def _in_place(place: str) -> Q:
    """A city, or every city of a region; a brief without cities is for all of Morocco."""
    cities = [city for city, region in CITY_REGION.items() if place in {city, region}]
    return Q(cities__overlap=cities) | Q(cities=[])


def _pays(band: str) -> Q:
    """`band` is "from-to" in dirhams for one place; either end may be open."""
    low, high = (int(end) * 100 if end else None for end in band.split("-"))
    found = Q(budget_centimes__gte=F("places") * (low or 0))
    return found & Q(budget_centimes__lt=F("places") * high) if high else found


def _closes_within(days: str) -> Q:
    return Q(application_deadline__lte=today() + timedelta(days=int(days)))


def count_capped(rows: QuerySet[Campaign]) -> int:
    """How many rows, at most COUNTED + 1."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def without_one(asked: dict[str, Any]) -> dict[str, int]:
    """How many campaigns each single filter hides: the count without it. One query for all filters."""
    parts = conditions(asked)
    counts = {}
    for dropped in parts:
        others = [part for name, part in parts.items() if name != dropped]
        counts[dropped] = Count("pk", filter=Q(*others) if others else Q(pk__isnull=False))
    return taking_applications().aggregate(**counts) if counts else {}


def with_places(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Add `n_taken`, as places_of() counts them."""
    held = Collaboration.objects.filter(campaign=OuterRef("pk"), state__in=TAKEN)
    n_held = held.order_by().values("campaign").annotate(n=Count("pk")).values("n")
    return rows.annotate(n_taken=Coalesce(Subquery(n_held), Value(0)))


def with_fit(rows: QuerySet[Campaign], influencer: Influencer) -> QuerySet[Campaign]:
    """Add `n_fits`, the number of criteria met (as in selectors.fit), and `has_applied`."""
    mine = Application.objects.filter(campaign=OuterRef("pk"), influencer=influencer)
    points = sum((_point(criterion) for criterion in _criteria(influencer)), start=Value(0))
    return rows.annotate(n_fits=points, has_applied=Exists(mine))


def _criteria(influencer: Influencer) -> list[Q]:
    prefetch_related_objects([influencer], "social_accounts")
    platforms = [account.platform for account in influencer.social_accounts.all()]
    return [
        Q(niches__overlap=influencer.niches),
        Q(platforms__overlap=platforms),
        Q(languages__overlap=influencer.languages) | Q(languages=[]),
        Q(cities__contains=[influencer.city]) | Q(cities=[]),
        Q(min_followers__lte=influencer.n_followers),
    ]


def _point(criterion: Q) -> Case:
    return Case(When(criterion, then=Value(1)), default=Value(0), output_field=IntegerField())


def fitting(influencer: Influencer, n: int) -> list[Campaign]:
    """The open campaigns that fit a creator best, not applied to yet; three criteria at least. One query."""
    rows: QuerySet[Any] = with_fit(taking_applications().select_related("brand"), influencer)
    reachable = rows.filter(has_applied=False, min_followers__lte=influencer.n_followers, n_fits__gte=3)
    return list(with_places(reachable).order_by(*SORTS["fit"])[:n])


def similar(campaign: Campaign, n: int = 3) -> list[Campaign]:
    """Open campaigns in the same niches, newest first, or any when there are none. Two queries at most."""
    rows = with_places(taking_applications().exclude(pk=campaign.pk).select_related("brand"))
    rows = rows.order_by(*SORTS["new"])
    return list(rows.filter(niches__overlap=campaign.niches)[:n]) or list(rows[:n])
