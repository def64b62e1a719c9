"""The contract: terms as data, their canonical French text, and its SHA-256.

Both are written once, when an application is accepted. The text depends on nothing but the data: no
catalogue, no setting, no clock, so anybody can render it again and compare the hash. Its words are in
services.wording; a change there is a new FORMAT.
"""

import hashlib
import unicodedata
from datetime import date, timedelta
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from campaigns.errors import BriefIncomplete
from campaigns.models import Application, Campaign
from campaigns.selectors.calendar import today
from campaigns.selectors.spans import frozen_spans
from campaigns.services import wording
from kit.isolates import as_html, isolate, without_marks
from payments.models import Escrow

FORMAT = 2
# The creator's part when the brand cancels, in basis points of each deliverable's share, by its state.
KILL_FEE_BPS = {
    "due": 1_000,
    "changes_requested": 5_000,
    "submitted": 5_000,
    "approved": 10_000,
    "published": 10_000,
    "accepted": 10_000,
}


def shares(total: int, n: int) -> list[int]:
    """`total` centimes in n parts that add up to it; the first ones carry what does not divide."""
    whole, rest = divmod(total, n)
    return [whole + (place < rest) for place in range(n)]


def spread(first: date, last: date, n: int) -> list[date]:
    """n days inside a period, evenly, with time left after the last one to review and publish."""
    days = max((last - first).days, 0)
    return [first + timedelta(days=days * (place + 1) // (n + 1)) for place in range(n)]


def owed(campaign: Campaign, price_centimes: int) -> list[dict[str, Any]]:
    """One line per piece of content: two stories are two lines, each with its own day, share and proof."""
    units = [row for row in campaign.requirements.all() for _unit in range(row.quantity)]
    if not units:
        raise BriefIncomplete(missing=["requirements"])
    starts_on, ends_on = period(campaign)
    first = max(starts_on, today())
    days = spread(first, max(ends_on, first), len(units))
    parts = shares(price_centimes, len(units))
    language = campaign.languages[0] if campaign.languages else ""
    return [
        {
            "position": place + 1,
            "platform": row.platform,
            "format": row.format,
            "quantity": 1,
            "language": language,
            "notes": row.notes,
            "due_on": days[place].isoformat(),
            "share_centimes": parts[place],
        }
        for place, row in enumerate(units)
    ]


def period(campaign: Campaign) -> tuple[date, date]:
    """The first and last day of work; a brief without them cannot become a contract."""
    if campaign.starts_on is None or campaign.ends_on is None:
        raise BriefIncomplete(missing=["starts_on", "ends_on"])
    return campaign.starts_on, campaign.ends_on


def build_terms(application: Application, escrow: Escrow, number: str) -> dict[str, Any]:
    """Everything both sides agree on, as plain values."""
    campaign = application.campaign
    starts_on, ends_on = period(campaign)
    return {
        "format": FORMAT,
        "number": number,
        "campaign": _campaign(campaign),
        "brand": _brand(campaign),
        "influencer": {"name": application.influencer.name, "handle": application.influencer.handle},
        "price": _price(escrow),
        "payments": _payments(campaign, escrow),
        "deliverables": owed(campaign, escrow.price_centimes),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "rights": {
            "channels": sorted(campaign.usage_channels),
            "months": campaign.usage_months,
            "paid_ads": campaign.usage_paid_ads,
        },
        "rules": {"do": campaign.do, "dont": campaign.dont},
        "revisions": campaign.revisions,
        "clocks": frozen_spans(),
        "kill_fee_bps": KILL_FEE_BPS,
    }


def _campaign(campaign: Campaign) -> dict[str, Any]:
    """Which brief, in which version."""
    return {"id": str(campaign.pk), "title": campaign.title, "version": campaign.version}


def _brand(campaign: Campaign) -> dict[str, Any]:
    """The company, as it stood when both agreed."""
    brand = campaign.brand
    return {"name": brand.name, "legal_name": brand.legal_name, "ice": brand.ice}


def _price(escrow: Escrow) -> dict[str, Any]:
    """Every amount, from the frozen arithmetic of the escrow."""
    return {
        "currency": escrow.currency,
        "price_centimes": escrow.price_centimes,
        "brand_fee_centimes": escrow.brand_fee_centimes,
        "brand_vat_centimes": escrow.brand_vat_centimes,
        "total_centimes": escrow.total_centimes,
        "influencer_fee_centimes": escrow.influencer_fee_centimes,
        "influencer_vat_centimes": escrow.influencer_vat_centimes,
        "net_centimes": escrow.net_centimes,
    }


def _payments(campaign: Campaign, escrow: Escrow) -> dict[str, Any]:
    """When which part of the price is paid out. One query."""
    stages = escrow.parts.values("name", "price_centimes").order_by("position")
    return {"schedule": campaign.pay_schedule, "stages": list(stages)}


def render_terms(terms: dict[str, Any]) -> str:
    """The canonical text: Unicode NFC, one line feed after each line."""
    articles = [article(terms) for article in wording.articles_of(terms)]
    numbered = [f"{place}. {text}" for place, text in enumerate(articles, 1)]
    text = "\n\n".join([wording.heading(terms), *numbered])
    return unicodedata.normalize("NFC", text) + "\n"


def terms_html(terms: dict[str, Any], text: str) -> SafeString:
    """The signed text for a page: what people wrote in it is isolated from the French around it. As it stands
    where a name was taken out of it since, and the terms no longer give this text.
    """
    isolated = render_terms(_isolated(terms))
    return as_html(isolated) if without_marks(isolated) == text else escape(text)


def _isolated(terms: dict[str, Any]) -> dict[str, Any]:
    """The same terms with marks around what people wrote."""
    brand, creator, campaign = terms["brand"], terms["influencer"], terms["campaign"]
    names = {name: _apart(brand[name]) for name in ("name", "legal_name")}
    return {
        **terms,
        "brand": {**brand, **names},
        "influencer": {**creator, "name": _apart(creator["name"])},
        "campaign": {**campaign, "title": _apart(campaign["title"])},
        "deliverables": [{**row, "notes": _apart(row["notes"])} for row in terms["deliverables"]],
        "rules": {side: [_apart(text) for text in texts] for side, texts in terms["rules"].items()},
    }


def _apart(text: str) -> str:
    return isolate(text) if text else ""


def hash_terms(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
