"""How many creators a brief could reach: the public list, narrowed criterion by criterion."""

from typing import Any

from django.db.models import Count, Q

from influencers.models import Influencer, SocialAccount


def matching(wanted: dict[str, Any]) -> list[tuple[str, int]]:
    """(criterion, how many are left with it and all before), beginning with ("listed", all of them). Only
    criteria that are set appear. One query.
    """
    narrowed, counts = Q(), {"n_listed": Count("pk")}
    for name, condition in conditions(wanted).items():
        narrowed &= condition
        counts[f"n_{name}"] = Count("pk", filter=narrowed)
    found = Influencer.objects.filter(is_listed=True).order_by().aggregate(**counts)
    return [(name.removeprefix("n_"), found[name]) for name in counts]


def conditions(wanted: dict[str, Any]) -> dict[str, Q]:
    """One condition per criterion that a brief names."""
    accounts = SocialAccount.objects.filter(platform__in=wanted.get("platforms") or [])
    makers = {
        "platforms": Q(pk__in=accounts.values("influencer")),
        "niches": Q(niches__overlap=wanted.get("niches")),
        "cities": Q(city__in=wanted.get("cities") or []),
        "languages": Q(languages__overlap=wanted.get("languages")),
        "min_followers": Q(n_followers__gte=wanted.get("min_followers") or 0),
    }
    return {name: condition for name, condition in makers.items() if wanted.get(name)}
