"""Sentences of the creator's pages: why a campaign fits, what is to be made."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django import template
from django.db.models import TextChoices
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.models import Campaign
from campaigns.selectors.spans import Unit, span_of
from influencers.models import Influencer
from kit.dates import local_day
from kit.morocco import City
from kit.numbers import LOCALES, current_language, number
from kit.templatetags.im import compact, number_filter
from kit.vocabulary import Channel, Niche, Platform, Speech

register = template.Library()
VOCABULARIES: dict[str, type[TextChoices]] = {
    "niche": Niche,
    "platform": Platform,
    "language": Speech,
    "city": City,
    "channel": Channel,
}


@register.filter
def words(codes: Iterable[str], vocabulary: str) -> str:
    """["ary", "fr"]|words:"language" -> "Darija, Français", each isolated."""
    labels = dict(VOCABULARIES[vocabulary].choices)
    return format_html_join(_(", "), "<bdi>{}</bdi>", [[labels.get(code, code)] for code in codes])


@register.filter
def piece(row: Any) -> str:
    """What is to be made, in one name: "Réel Instagram"."""
    parts = {"platform": row.get_platform_display(), "format": row.get_format_display()}
    return pgettext("a piece of content", "%(platform)s %(format)s") % parts


@register.filter
def first_word(text: str) -> str:
    """How one is greeted: "Ikram Oulhaj" -> "Ikram"."""
    return text.split(maxsplit=1)[0] if text.strip() else text


@register.filter
def tenths(value: Decimal) -> SafeString:
    """0.83 -> "0,8"."""
    return format_html('<bdi class="im-num">{}</bdi>', number(value, 1))


@register.filter
def places_left(campaign: Any) -> int:
    """Of a campaign that selectors.browse has annotated with `n_taken`."""
    return max(campaign.places - campaign.n_taken, 0)


@register.simple_tag
def fit_words(code: str, is_met: bool, campaign: Campaign, influencer: Influencer) -> SafeString:
    """Why a campaign fits this creator, or what it asks for besides."""
    says = _MET[code] if is_met else _MISSED[code]
    return conditional_escape(says(campaign, influencer))


def _shared(wanted: Iterable[str], had: Iterable[str], vocabulary: str) -> str:
    both = [code for code in wanted if code in set(had)]
    return words(both, vocabulary)


def _followers(campaign: Campaign, influencer: Influencer) -> SafeString:
    sentence = conditional_escape(_("%(mine)s declared followers, %(asked)s asked for"))
    counts = {"mine": influencer.n_followers, "asked": campaign.min_followers}
    return SafeString(
        sentence % {name: f'<bdi class="im-num">{compact(n)}</bdi>' for name, n in counts.items()}
    )


def _sentence(text: str, values: str) -> SafeString:
    return SafeString(conditional_escape(text) % {"words": values})


_MET: dict[str, Any] = {
    "listed": lambda c, i: _("Your profile is public"),
    "min_followers": _followers,
    "niches": lambda c, i: _sentence(_("Your subjects: %(words)s"), _shared(c.niches, i.niches, "niche")),
    "platforms": lambda c, i: _sentence(
        _("On %(words)s, like you"), _shared(c.platforms, _on(i), "platform")
    ),
    "cities": lambda c, i: _sentence(_("In your city: %(words)s"), words([i.city], "city")),
    "languages": lambda c, i: _sentence(
        _("In a language you use: %(words)s"), _shared(c.languages, i.languages, "language")
    ),
}
_MISSED: dict[str, Any] = {
    "listed": lambda c, i: _("Your profile is not public yet"),
    "min_followers": _followers,
    "niches": lambda c, i: _sentence(_("About other subjects: %(words)s"), words(c.niches, "niche")),
    "platforms": lambda c, i: _sentence(
        _("Asks for an account on %(words)s"), words(c.platforms, "platform")
    ),
    "cities": lambda c, i: _sentence(_("Looks in %(words)s"), words(c.cities, "city")),
    "languages": lambda c, i: _sentence(_("Content in %(words)s"), words(c.languages, "language")),
}


def _on(influencer: Influencer) -> list[str]:
    return [account.platform for account in influencer.social_accounts.all()]


@register.simple_tag
def date_tile(when: datetime) -> SafeString:
    """A calendar leaf: the day of the month large, the month under it."""
    day = local_day(when)
    month = format_date(
        day, "MMMM" if current_language() == "ar" else "MMM", locale=LOCALES[current_language()]
    )
    return format_html(
        '<time class="im-date w-14 shrink-0" datetime="{}"><b>{}</b>{}</time>',
        day.isoformat(),
        day.day,
        month,
    )


@register.simple_tag
def span_words(clock: str, terms: dict | None = None) -> str:
    """How long a clock runs, in words: "3 working days". From the signed terms when given."""
    span = span_of(clock, terms)
    sentences = {
        Unit.HOURS: ngettext("%(figure)s hour", "%(figure)s hours", span.amount),
        Unit.DAYS: ngettext("%(figure)s day", "%(figure)s days", span.amount),
        Unit.BUSINESS_DAYS: ngettext("%(figure)s working day", "%(figure)s working days", span.amount),
    }
    return format_html(sentences[Unit(span.unit)].replace("%(figure)s", "{}"), number_filter(span.amount))
