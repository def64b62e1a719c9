"""Names and amounts inside sentences, isolated so that they read right in both directions of writing."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Collaboration
from campaigns.templatetags.creator_pages import piece
from kit import money
from kit.numbers import NBSP, current_language

FIRST_STRONG, POP = "\u2068", "\u2069"


def isolated(text: object) -> str:
    """A name or figure that keeps its own direction in a plain sentence."""
    return f"{FIRST_STRONG}{text}{POP}"


def amount(centimes: int) -> str:
    return isolated(money.plain(centimes))


def round_amount(centimes: int) -> str:
    """Without ",00": for chips."""
    whole = money.figure(centimes, short=True)
    unit = "درهم" if current_language() == "ar" else money.CURRENCY
    return isolated(f"{unit}{NBSP}{whole}" if current_language() == "en" else f"{whole}{NBSP}{unit}")


def what(deliverable: Any) -> str:
    """ "Deliverable 2, Instagram story"."""
    parts = {"n": deliverable.position, "piece": isolated(piece(deliverable))}
    return _("deliverable %(n)s, %(piece)s") % parts


def names_of(deal: Collaboration) -> dict[str, str]:
    """What sentences about a contract are filled in with."""
    return {
        "brand": isolated(deal.brand.name),
        "creator": isolated(deal.influencer.name),
        "total": amount(deal.escrow.total_centimes),
        "net": amount(deal.escrow.net_centimes),
    }
