"""What the public pages show of the market: creators, campaigns, one sum, figures once there are any."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Collaboration
from campaigns.selectors.browse import browse
from campaigns.selectors.calendar import shift_days
from campaigns.selectors.spans import span_of
from influencers.models import Influencer
from kit.remember import remembered
from payments.selectors import Quote, quote

N_CREATORS, N_CAMPAIGNS = 6, 3
EXAMPLE_CENTIMES = 450_000
# Fewer finished contracts than this say nothing, so nothing is said.
ENOUGH_DEALS = 20
FIRST_WORK_DAYS = 7
FIGURES_LAST_S = 300


@dataclass(frozen=True)
class Figures:
    """What the house has done so far, read from its own books."""

    n_creators: int
    n_deals: int
    paid_centimes: int


def creators() -> QuerySet[Influencer]:
    """The listed creators with the largest declared audiences."""
    return Influencer.objects.filter(is_listed=True).order_by("-n_followers", "-id")[:N_CREATORS]


def campaigns() -> QuerySet[Campaign]:
    """The newest campaigns that still take applications."""
    return browse({"sort": "new"})[:N_CAMPAIGNS]


def example() -> Quote:
    """The price of the example, at the fees in force today."""
    return quote(EXAMPLE_CENTIMES)


def spans() -> dict[str, int]:
    """The clocks that the questions name, in working days."""
    return {name: span_of(name).amount for name in ("review", "funding")}


def figures() -> Figures | None:
    """None below ENOUGH_DEALS; five minutes old at most."""
    known = remembered("front_page.figures", _count, for_s=FIGURES_LAST_S)
    return known if known.n_deals >= ENOUGH_DEALS else None


def _count() -> Figures:
    finished = Collaboration.objects.filter(state=Collaboration.State.COMPLETED)
    deals = finished.aggregate(n=Count("pk"), paid=Sum("price_centimes"))
    return Figures(
        n_creators=Influencer.objects.filter(is_listed=True).count(),
        n_deals=deals["n"],
        paid_centimes=deals["paid"] or 0,
    )


def sample() -> list[dict]:
    """An imagined contract that starts today, dated with the clocks in force and priced with today's fees."""
    now = timezone.now()
    funded = shift_days(now, 1)
    drafted = shift_days(funded, FIRST_WORK_DAYS)
    approved = span_of("review").after(drafted)
    published = shift_days(approved, 2)
    accepted = span_of("acceptance").after(published)
    money = example()
    steps = [
        (_("Contract signed by both"), "file-check", now, None),
        (_("Funds secured"), "shield-check", funded, money.total_centimes),
        (_("Draft sent"), "send", drafted, None),
        (_("Approved, by itself at the latest"), "eye", approved, None),
        (_("Published"), "external-link", published, None),
        (_("Accepted, net amount available"), "landmark", accepted, money.net_centimes),
    ]
    return [
        {"state": "todo", "title": title, "icon": icon, "day": when, "centimes": centimes}
        for title, icon, when, centimes in steps
    ]
