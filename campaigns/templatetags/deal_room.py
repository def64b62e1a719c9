"""Small words of the deal room and of the brand's pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.dates import format_date
from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.requirements import kind_of
from campaigns.models import Campaign, Collaboration
from campaigns.selectors.schedules import schedule_of
from campaigns.services.terms import terms_html
from campaigns.templatetags.creator_pages import span_words, words
from files.models import File
from files.selectors import FileCard
from influencers.models import Influencer
from kit import dates, money
from kit.numbers import LOCALES, current_language, number
from kit.templatetags.im import compact, percent
from payments.models import EscrowPart

register = template.Library()
MOVING = {"reel", "video", "short", "live"}


@register.filter
def piece_icon(row: Any) -> str:
    """A camera for what moves, a picture for what does not."""
    return "video" if row.format in MOVING else "image"


@register.filter
def piece_of(row: dict[str, Any]) -> str:
    """The same name as `piece`, for {"platform", "format"}."""
    return kind_of(row["platform"], row["format"])


@register.filter
def plain_money(centimes: int) -> str:
    """For the middle of a sentence."""
    return money.plain(centimes)


@register.filter
def month(day: date) -> str:
    """ "novembre 2026"."""
    return format_date(day, "MMMM y", locale=LOCALES[current_language()])


@register.filter
def dot(value: float) -> str:
    """A coordinate of a drawing: a point in every language."""
    return f"{value:g}"


@register.filter
def get(table: dict | None, key: Any) -> Any:
    """signed|get:"brand"; nothing of no table."""
    return table.get(key) if table else None


@register.filter
def why_refused(file: FileCard) -> str:
    """The cause of a file that will not be shown."""
    return str(File.Reason(file.reason).label).capitalize() if file.reason else ""


@register.filter
def contract_text(deal: Collaboration) -> SafeString:
    """As it was signed, each text of a person in a direction of its own."""
    return terms_html(deal.terms, deal.terms_text)


@register.filter
def last_digits(text: str) -> str:
    """The end of a hash, to compare by eye."""
    return text[-12:]


@register.filter
def share_of(part: int, whole: int) -> int:
    """3|share_of:11 -> 27, in whole percent for a bar."""
    return part * 100 // whole if whole else 0


@register.simple_tag
def bar(*parts: int, large: bool = False) -> SafeString:
    """{% bar 40 25 %}: coloured parts of a whole of a hundred, the rest empty; drawn without styles."""
    left, drawn = 0, []
    for place, part in enumerate(parts):
        width = max(min(part, 100 - left), 0)
        if width:
            name = "" if place == 0 else f"c{place + 1}"
            rect = '<rect class="{}" x="{}%" width="{}%" height="100%"/>'
            drawn.append(format_html(rect, name, left, width))
        left += width
    size = "im-bar im-bar-lg" if large else "im-bar"
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', size, SafeString("".join(drawn)))


@register.simple_tag
def fit_reason(code: str, is_met: bool, campaign: Campaign, influencer: Influencer) -> SafeString:
    """Why a creator fits a brief, or what is missing, as the brand reads it."""
    return conditional_escape((MET if is_met else MISSED)[code](campaign, influencer))


def _both(wanted: Iterable[str], had: Iterable[str], vocabulary: str) -> str:
    return words([code for code in wanted if code in set(had)], vocabulary)


def _sentence(text: str, values: str) -> SafeString:
    return SafeString(conditional_escape(text) % {"words": values})


def _followers(campaign: Campaign, influencer: Influencer) -> SafeString:
    shown = {"n": compact(influencer.n_followers), "asked": compact(campaign.min_followers)}
    return SafeString(conditional_escape(_("%(n)s declared followers, %(asked)s asked for")) % shown)


def _accounts(influencer: Influencer) -> list[str]:
    return [account.platform for account in influencer.social_accounts.all()]


MET: dict[str, Any] = {
    "listed": lambda c, i: _("Public profile"),
    "min_followers": _followers,
    "niches": lambda c, i: _sentence(_("Speaks about: %(words)s"), _both(c.niches, i.niches, "niche")),
    "platforms": lambda c, i: _sentence(
        _("Publishes on %(words)s"), _both(c.platforms, _accounts(i), "platform")
    ),
    "cities": lambda c, i: _sentence(_("Lives in %(words)s"), words([i.city], "city")),
    "languages": lambda c, i: _sentence(_("In %(words)s"), _both(c.languages, i.languages, "language")),
}
MISSED: dict[str, Any] = {
    "listed": lambda c, i: _("Profile not public any more"),
    "min_followers": _followers,
    "niches": lambda c, i: _sentence(_("Speaks about other things: %(words)s"), words(i.niches[:3], "niche")),
    "platforms": lambda c, i: _sentence(_("No account on %(words)s"), words(c.platforms, "platform")),
    "cities": lambda c, i: _sentence(_("Lives elsewhere: %(words)s"), words([i.city], "city")),
    "languages": lambda c, i: _sentence(_("Works in %(words)s"), words(i.languages, "language")),
}


@register.simple_tag
def part_moment(part: EscrowPart, terms: dict) -> str:
    """What a part of a price waits for, in the words of the contract."""
    if part.name == EscrowPart.Name.RETAINED and part.retained_until:
        return _filled(_("Retained until %(when)s"), when=dates.moment_short(part.retained_until))
    if part.name == EscrowPart.Name.RETAINED:
        sentence = _("Retained for %(span)s after the last acceptance")
        return _filled(sentence, span=span_words("retention", terms))
    return str(MOMENTS[part.name])


@register.simple_tag
def pay_steps(code: str) -> list[str]:
    """How a brief of this schedule pays, one sentence for each part. Two queries, none for a single part."""
    schedule = schedule_of(code)
    if not schedule.is_staged:
        return [str(MOMENTS["whole"])]
    shares = {
        "draft": schedule.draft_bps,
        "published": schedule.published_bps,
        "retained": schedule.retained_bps,
    }
    return [_step(name, bps) for name, bps in shares.items() if bps]


def _step(name: str, bps: int) -> str:
    span = span_words("retention") if name == "retained" else ""
    return _filled(str(SHARES[name]), share=percent(bps), span=span)


def _filled(text: str, **values: str) -> SafeString:
    return SafeString(conditional_escape(text) % {k: conditional_escape(v) for k, v in values.items()})


MOMENTS: dict[str, Any] = {
    "whole": gettext_lazy("All at once, when everything is accepted"),
    "draft": gettext_lazy("When every draft is approved"),
    "published": gettext_lazy("When every publication is accepted"),
}
SHARES: dict[str, Any] = {
    "draft": gettext_lazy("%(share)s when every draft is approved"),
    "published": gettext_lazy("%(share)s when every publication is accepted"),
    "retained": gettext_lazy("%(share)s retained, paid %(span)s after the last acceptance"),
}


@register.filter
def out_of(part: int, whole: int) -> str:
    """3|out_of:9 -> "3 / 9", isolated as one figure."""
    return format_html('<bdi class="im-num">{}&nbsp;/&nbsp;{}</bdi>', number(part), number(whole))
